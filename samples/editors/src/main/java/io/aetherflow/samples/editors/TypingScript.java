// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextOperation;
import io.aetherflow.statesync.model.TextOperation.Component;
import io.aetherflow.statesync.model.TextOperation.Insert;
import io.aetherflow.statesync.model.TextOperation.Retain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text that is typed by several users at once, character by character, each a part of its own. All begin at the start of
 * an empty document; that their parts end in order and unmixed is the work of the tie rule.
 */
public final class TypingScript implements TextScript {
    private final String name;
    private final String text;
    private final List<String> parts = new ArrayList<>();

    /**
     * Creates a script.
     *
     * @param name the text's name
     * @param text the text
     * @param users how many users type it
     */
    public TypingScript(String name, String text, int users) {
        this.name = name;
        this.text = text;
        int length = text.codePointCount(0, text.length());
        int start = 0;
        for (int user = 1; user <= users; user++) {
            int end = text.offsetByCodePoints(0, (int) ((long) length * user / users));
            parts.add(text.substring(start, end));
            start = end;
        }
    }

    @Override
    public int users() {
        return parts.size();
    }

    @Override
    public long operations() {
        return text.codePointCount(0, text.length());
    }

    @Override
    public String startText() {
        return "";
    }

    @Override
    public Optional<String> endText() {
        return Optional.of(text);
    }

    @Override
    public String description() {
        return name + ", each of " + parts.size() + " users types a part of it";
    }

    @Override
    public void play(int user, SharedDocument<Rope, TextOperation> document, Pace pace) throws InterruptedException {
        Cursor cursor = new Cursor(document.clientId());
        document.onRemoteChange(cursor::move);
        for (int codePoint : parts.get(user).codePoints().toArray()) {
            TextScript.edit(document, TextOperation.replace(cursor.position, 0, Character.toString(codePoint)));
            cursor.position++;
            pace.edited();
        }
    }

    /** Where a user types: stays behind what the user typed last while others edit. */
    private static final class Cursor {
        private final String clientId;
        private int position;

        Cursor(String clientId) {
            this.clientId = clientId;
        }

        void move(TextOperation change, String otherClientId) {
            int walked = 0;
            for (Component component : change.components()) {
                if (component instanceof Insert) {
                    boolean before = walked < position || (walked == position && otherClientId.compareTo(clientId) < 0);
                    position += before ? component.length() : 0;
                    walked += component.length();
                } else if (component instanceof Retain) {
                    walked += component.length();
                } else if (walked < position) {
                    position -= Math.min(component.length(), position - walked);
                }
            }
        }
    }
}
