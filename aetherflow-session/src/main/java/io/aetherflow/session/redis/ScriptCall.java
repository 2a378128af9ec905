// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session.redis;

import java.util.List;

/**
 * A script with what it is to work on.
 *
 * @param script the script
 * @param keys its keys, all of one hash slot
 * @param arguments its arguments
 */
record ScriptCall(Script script, List<byte[]> keys, List<byte[]> arguments) {
    static ScriptCall on(Bucket bucket, Script script, List<byte[]> otherKeys, List<byte[]> arguments) {
        return new ScriptCall(script, bucket.keys(otherKeys), arguments);
    }
}
