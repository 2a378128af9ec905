// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.editors;

import io.aetherflow.statesync.model.OperationType;
import io.aetherflow.statesync.model.Rope;
import io.aetherflow.statesync.model.TextOperation;
import java.util.Optional;

/** What the users do to the text document. */
public interface TextScript {
    /**
     * Returns how many users it takes.
     *
     * @return see above
     */
    int users();

    /**
     * Returns how many operations all users together make.
     *
     * @return see above
     */
    long operations();

    /**
     * Returns the text to start with.
     *
     * @return see above
     */
    String startText();

    /**
     * Returns the text that must stand at the end.
     *
     * @return see above
     */
    Optional<String> endText();

    /**
     * Returns one line for the summary: what is played, and how far it can be concurrent.
     *
     * @return see above
     */
    String description();

    /**
     * Makes one user's edits.
     *
     * @param user the number of the user, from 0
     * @param text the user's replica
     * @param pace to be called after each edit
     * @throws InterruptedException if the user's thread is interrupted
     */
    void play(int user, SharedDocument<Rope, TextOperation> text, Pace pace) throws InterruptedException;

    /** What goes on between two edits of a user: sends, takes in what came, draws. */
    interface Pace {
        /**
         * Goes on with everything but the script.
         *
         * @throws InterruptedException if the user's thread is interrupted
         */
        void edited() throws InterruptedException;
    }

    /**
     * Makes one edit at a replica.
     *
     * @param text the replica
     * @param operation the edit
     */
    static void edit(SharedDocument<Rope, TextOperation> text, TextOperation operation) {
        text.edit(OperationType.TEXT, operation);
    }
}
