// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

/** A caller gave a value that is not allowed. */
public final class InvalidSessionException extends SessionException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN_CHARS = 64;

    private final String field;
    private final String value;
    private final String allowed;

    /**
     * Creates the exception.
     *
     * @param field the field that is wrong
     * @param value its value; a long one is cut
     * @param allowed what is allowed instead
     */
    public InvalidSessionException(String field, String value, String allowed) {
        super(field + " is \"" + shown(value) + "\", allowed is " + allowed);
        this.field = field;
        this.value = shown(value);
        this.allowed = allowed;
    }

    /**
     * Creates the exception for a field with too many entries.
     *
     * @param field the field
     * @param count how many it would have
     * @param max how many it may have
     * @return the exception
     */
    public static InvalidSessionException tooMany(String field, int count, int max) {
        return new InvalidSessionException(field, count + " entries", "at most " + max + " entries");
    }

    /**
     * Returns which field is wrong.
     *
     * @return the field's name
     */
    public String field() {
        return field;
    }

    /**
     * Returns the value that was refused.
     *
     * @return the value, cut to {@value #MAX_SHOWN_CHARS} characters, with question marks for control characters
     */
    public String value() {
        return value;
    }

    /**
     * Returns what is allowed instead.
     *
     * @return a range or a description
     */
    public String allowed() {
        return allowed;
    }

    private static String shown(String value) {
        String cut = value.length() <= MAX_SHOWN_CHARS ? value : value.substring(0, MAX_SHOWN_CHARS) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?"); // a line break from outside must not forge a log line
    }
}
