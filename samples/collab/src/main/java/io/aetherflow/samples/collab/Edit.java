// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.samples.collab;

import io.aetherflow.statesync.model.TextOperation;

/**
 * One edit of a recorded history.
 *
 * @param position where, in code points
 * @param deleted how many code points are deleted there
 * @param inserted what is inserted there
 */
record Edit(int position, int deleted, String inserted) {
    TextOperation operation() {
        return TextOperation.replace(position, deleted, inserted);
    }

    int insertedLength() {
        return inserted.codePointCount(0, inserted.length());
    }
}
