// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import io.aetherflow.statesync.model.ObjectContent;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.ObjectOperation;
import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** What one user does to the whiteboard: draws shapes, and moves, resizes, styles, labels and deletes everybody's. */
final class BoardScript {
    private static final int MAX_SHAPES = 24;
    private static final List<String> COLOURS = List.of("\"#e4572e\"", "\"#17bebb\"", "\"#ffc914\"", "\"#76b041\"");

    private final SharedDocument<ObjectContent, ObjectOperation> board;
    private final SplittableRandom random;
    private int drawn;

    BoardScript(SharedDocument<ObjectContent, ObjectOperation> board, long seed) {
        this.board = board;
        this.random = new SplittableRandom(seed);
    }

    void step() {
        List<String> shapes =
                board.content().objects().keySet().stream().sorted().toList();
        int dice = random.nextInt(20);
        if (shapes.isEmpty() || (dice == 0 && shapes.size() < MAX_SHAPES)) {
            draw();
        } else if (dice == 1 && shapes.size() > MAX_SHAPES / 2) {
            String shape = shapes.get(random.nextInt(shapes.size()));
            board.edit(OperationType.DELETE, ObjectOperation.delete(shape));
        } else {
            change(shapes, dice);
        }
    }

    private void draw() {
        String id = board.clientId() + "-shape-" + ++drawn;
        change(
                OperationType.CREATE,
                id,
                Map.of("kind", "\"rectangle\"", "x", coordinate(), "y", coordinate(), "width", "80", "height", "60"));
    }

    private void change(List<String> shapes, int dice) {
        String shape = shapes.get(random.nextInt(shapes.size()));
        switch (dice % 6) {
            case 0 -> change(OperationType.RESIZE, shape, Map.of("width", coordinate(), "height", coordinate()));
            case 1 -> change(OperationType.STYLE, shape, Map.of("style.fill", COLOURS.get(random.nextInt(4))));
            case 2 -> change(OperationType.TEXT, shape, Map.of("text", "\"" + board.clientId() + "\""));
            case 3 -> {
                String parent = shapes.get(random.nextInt(shapes.size()));
                String place = new Place(Optional.of(parent), "a" + random.nextInt(10)).toJson();
                change(OperationType.MOVE, shape, Map.of(ObjectModel.PLACE, place));
            }
            default -> change(OperationType.MOVE, shape, Map.of("x", coordinate(), "y", coordinate()));
        }
    }

    private void change(OperationType type, String shape, Map<String, String> properties) {
        board.edit(type, ObjectOperation.set(type, shape, properties));
    }

    private String coordinate() {
        return Integer.toString(random.nextInt(1_000));
    }
}
