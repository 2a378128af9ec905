// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextOperation;
import java.util.Optional;

/** What the users do to the text document. */
interface TextScript {
    /** How many users it takes. */
    int users();

    /** How many operations all users together make. */
    long operations();

    /** The text to start with. */
    String startText();

    /** The text that must stand at the end. */
    Optional<String> endText();

    /** One line for the summary: what is played, and how far it can be concurrent. */
    String description();

    /**
     * Makes one user's edits.
     *
     * @param user the number of the user, from 0
     * @param text the user's replica
     * @param pace to be called after each edit
     */
    void play(int user, SharedDocument<Rope, TextOperation> text, Pace pace) throws InterruptedException;

    /** What goes on between two edits of a user: sends, takes in what came, draws. */
    interface Pace {
        void edited() throws InterruptedException;
    }

    /** Makes one edit at a replica. */
    static void edit(SharedDocument<Rope, TextOperation> text, TextOperation operation) {
        text.edit(OperationType.TEXT, operation);
    }
}
