// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.jmh;

import io.aetherflow.statesync.model.Payload;
import io.aetherflow.statesync.model.TextModel;
import io.aetherflow.statesync.model.TextOperation;
import java.util.List;

/**
 * A history of edits of one text, made one after another.
 *
 * @param source where it comes from
 * @param startContent the text before the first edit
 * @param endContent the text after the last edit
 * @param edits the edits in order
 */
record Trace(String source, String startContent, String endContent, List<Edit> edits) {
    /**
     * A change of one place.
     *
     * @param position where, in code points
     * @param deleted how many code points go
     * @param inserted what stands there instead
     */
    record Edit(int position, int deleted, String inserted) {
        TextOperation toOperation() {
            return TextOperation.replace(position, deleted, inserted);
        }
    }

    /** The edits as operations. */
    List<TextOperation> operations() {
        return edits.stream().map(Edit::toOperation).toList();
    }

    /** The edits as they come over the wire. */
    List<Payload> payloads() {
        TextModel model = new TextModel();
        return operations().stream().map(model::format).toList();
    }

    /** Voids a measurement that did not end in the right text. */
    void requireEnd(String content) {
        if (!content.equals(endContent)) {
            throw new IllegalStateException("void: the text of " + content.length()
                    + " chars is not the history's end content of " + endContent.length());
        }
    }
}
