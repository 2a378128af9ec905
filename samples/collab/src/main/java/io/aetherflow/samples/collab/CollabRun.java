// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import com.google.protobuf.ByteString;
import io.aetherflow.core.NanoClock;
import io.aetherflow.grpc.v1.CreateDocumentRequest;
import io.aetherflow.grpc.v1.DocumentMetadata;
import io.aetherflow.grpc.v1.DocumentType;
import io.aetherflow.grpc.v1.Permissions;
import io.aetherflow.statesync.model.ObjectContent;
import io.aetherflow.statesync.model.ObjectModel;
import io.aetherflow.statesync.model.ObjectOperation;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run: opens the sessions and documents, lets all users edit at once, and collects every copy at the end. */
final class CollabRun {
    /** Edits of the whiteboard that each user makes, spread over the edits of the text. */
    private static final long BOARD_EDITS = 400;
    /** Edits that a user makes ahead of the server's answers. */
    private static final long MAX_UNDECIDED = 8;

    private static final int HEARTBEAT_SECONDS = 5;

    private final TextScript script;
    private final Backend backend;
    private final Measurements measurements;
    private final CyclicBarrier allReady;

    /**
     * What the users and a fresh client have at the end.
     *
     * @param texts each user's copy of the text, and last that of a fresh client
     * @param boards each user's copy of the whiteboard, and last that of a fresh client
     */
    record Copies(UUID textId, List<byte[]> texts, UUID boardId, List<byte[]> boards, long nanos) {}

    private record UserCopies(byte[] text, byte[] board) {}

    CollabRun(TextScript script, Backend backend, Measurements measurements) {
        this.script = script;
        this.backend = backend;
        this.measurements = measurements;
        this.allReady = new CyclicBarrier(script.users());
    }

    long operations() {
        return script.operations() + boardEdits() * script.users();
    }

    private long boardEdits() {
        return Math.min(BOARD_EDITS, Math.max(1, script.operations() / script.users()));
    }

    Copies run(Progress progress, NanoClock clock) throws Exception {
        List<Participant> participants = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int user = 0; user < script.users(); user++) {
                // Two digits, so that the ids sort as the numbers do: the lower id goes first on ties.
                participants.add(new Participant(String.format("user-%02d", user + 1), backend, measurements));
            }
            participants.forEach(Participant::openSession);
            participants.forEach(Participant::heartbeat); // makes the sessions active; more follow while they edit
            UUID textId = create(participants, "A text", DocumentType.DOCUMENT_TYPE_TEXT, script.startText());
            UUID boardId = create(participants, "A whiteboard", DocumentType.DOCUMENT_TYPE_WHITEBOARD, "");

            long start = clock.nanoTime();
            List<Future<UserCopies>> users = new ArrayList<>();
            for (int user = 0; user < script.users(); user++) {
                int number = user;
                users.add(threads.submit(() -> edit(number, participants.get(number), textId, boardId)));
            }
            await(users, participants, progress);
            long nanos = clock.nanoTime() - start;
            return collect(users, participants.get(0), textId, boardId, nanos);
        } finally {
            threads.shutdownNow();
            participants.forEach(Participant::close);
        }
    }

    private static UUID create(List<Participant> participants, String name, DocumentType type, String content) {
        CreateDocumentRequest request = CreateDocumentRequest.newBuilder()
                .setName(name)
                .setType(type)
                .setContent(ByteString.copyFromUtf8(content))
                .setMetadata(DocumentMetadata.newBuilder()
                        .setPermissions(Permissions.newBuilder()
                                .setOwner(participants.get(0).userId())
                                .addAllEditors(participants.stream()
                                        .map(Participant::userId)
                                        .toList())))
                .build();
        try {
            return UUID.fromString(participants
                    .get(0)
                    .documents()
                    .createDocument(request)
                    .getDocument()
                    .getInfo()
                    .getDocId());
        } catch (StatusRuntimeException e) {
            throw new IllegalStateException("state-sync server creates no document: " + e.getMessage(), e);
        }
    }

    private UserCopies edit(int user, Participant participant, UUID textId, UUID boardId) throws Exception {
        SharedDocument<Rope, TextOperation> text = participant.open(new TextModel(), textId);
        SharedDocument<ObjectContent, ObjectOperation> board = participant.open(new ObjectModel(), boardId);
        BoardScript drawing = new BoardScript(board, user);
        UserThread thread = participant.thread();
        allReady.await(1, TimeUnit.MINUTES);

        long every = Math.max(1, script.operations() / script.users() / boardEdits());
        long[] edits = {0, 0};
        script.play(user, text, () -> {
            text.send();
            if (++edits[0] % every == 0 && edits[1] < boardEdits()) {
                edits[1]++;
                drawing.step();
                board.send();
            }
            thread.pump();
            thread.await(
                    "the server's answers",
                    () -> text.undecided() < MAX_UNDECIDED && board.undecided() < MAX_UNDECIDED);
        });
        for (; edits[1] < boardEdits(); edits[1]++) {
            drawing.step();
            board.send();
            thread.pump();
        }
        long lastText = 1 + script.operations();
        thread.await("version " + lastText + " of the text", () -> text.version() == lastText);
        long lastBoard = 1 + boardEdits() * script.users();
        thread.await("version " + lastBoard + " of the whiteboard", () -> board.version() == lastBoard);
        text.unsubscribe();
        board.unsubscribe();
        return new UserCopies(text.encoded().toByteArray(), board.encoded().toByteArray());
    }

    /** Waits for all users; the first failure ends the run. */
    private static void await(List<Future<UserCopies>> users, List<Participant> participants, Progress progress)
            throws Exception {
        long beats = 0;
        for (Future<UserCopies> user : users) {
            while (true) {
                progress.show();
                try {
                    user.get(200, TimeUnit.MILLISECONDS);
                    break;
                } catch (TimeoutException e) {
                    for (Future<UserCopies> other : users) {
                        if (other.isDone()) {
                            other.get();
                        }
                    }
                    if (++beats % (HEARTBEAT_SECONDS * 5) == 0) {
                        participants.forEach(Participant::heartbeat);
                    }
                }
            }
        }
        progress.show();
    }

    private static Copies collect(
            List<Future<UserCopies>> users, Participant fresh, UUID textId, UUID boardId, long nanos) throws Exception {
        List<byte[]> texts = new ArrayList<>();
        List<byte[]> boards = new ArrayList<>();
        for (Future<UserCopies> user : users) {
            texts.add(user.get().text());
            boards.add(user.get().board());
        }
        texts.add(fresh.read(textId).content().toByteArray());
        boards.add(fresh.read(boardId).content().toByteArray());
        return new Copies(textId, texts, boardId, boards, nanos);
    }
}
