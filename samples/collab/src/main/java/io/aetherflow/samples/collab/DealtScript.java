// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.samples.editors.SharedDocument;
import io.aetherflow.samples.editors.TextScript;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextOperation;
import java.util.List;
import java.util.Optional;

/** A recorded sequential history, dealt out to several users by {@link HistoryDealer}. */
final class DealtScript implements TextScript {
    private final String name;
    private final Trace trace;
    private final int users;
    private final List<HistoryDealer.Window> windows;

    DealtScript(String name, Trace trace, int users) {
        this.name = name;
        this.trace = trace;
        this.users = users;
        this.windows = new HistoryDealer(users).deal(trace.edits());
    }

    @Override
    public int users() {
        return users;
    }

    @Override
    public long operations() {
        return windows.stream().mapToLong(HistoryDealer.Window::size).sum();
    }

    @Override
    public String startText() {
        return trace.startContent();
    }

    @Override
    public Optional<String> endText() {
        return Optional.of(trace.endContent());
    }

    @Override
    public String description() {
        long concurrent =
                windows.stream().filter(HistoryDealer.Window::concurrent).count();
        return name + ", recorded of one person, dealt out to " + users + " users: in " + concurrent + " of "
                + windows.size() + " stretches of it there are places far enough apart to be edited at once";
    }

    @Override
    public void play(int user, SharedDocument<Rope, TextOperation> text, Pace pace) throws InterruptedException {
        long version = text.version();
        for (HistoryDealer.Window window : windows) {
            text.receiveUpTo(version); // the edits below are made for the text as it was at the start of the window
            for (Edit edit : window.byUser().get(user)) {
                TextScript.edit(text, edit.operation());
                pace.edited();
            }
            version += window.size();
            long end = version;
            text.receiveUpTo(end);
            text.thread().await("version " + end + " of the text", () -> text.version() == end);
        }
        text.receiveUpTo(Long.MAX_VALUE);
    }
}
