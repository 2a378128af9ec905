// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/** Says that a caller asked for more than there may be. */
public final class LimitExceededException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final long limit;

    /**
     * Creates the exception.
     *
     * @param what what there would be too many of
     * @param limit how many there may be
     */
    public LimitExceededException(String what, long limit) {
        super(what + " would exceed the limit of " + limit);
        this.what = what;
        this.limit = limit;
    }

    /**
     * Returns what there would be too many of.
     *
     * @return what there would be too many of
     */
    public String what() {
        return what;
    }

    /**
     * Returns how many there may be.
     *
     * @return how many there may be
     */
    public long limit() {
        return limit;
    }
}
