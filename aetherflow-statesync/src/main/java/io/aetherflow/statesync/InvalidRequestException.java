// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync;

/** Says that something handed in is not allowed. */
public final class InvalidRequestException extends StateSyncException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String allowed;

    /**
     * Creates the exception.
     *
     * @param field the name of what was handed in
     * @param value its value, shortened if long
     * @param allowed what is allowed
     */
    public InvalidRequestException(String field, String value, String allowed) {
        super(field + " is \"" + value + "\", allowed is " + allowed);
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    /**
     * Returns the name of what was handed in.
     *
     * @return the name of what was handed in
     */
    public String field() {
        return field;
    }

    /**
     * Returns its value, shortened if long.
     *
     * @return its value, shortened if long
     */
    public String value() {
        return value;
    }

    /**
     * Returns what is allowed.
     *
     * @return what is allowed
     */
    public String allowed() {
        return allowed;
    }
}
