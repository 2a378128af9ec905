// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aetherflow.statesync.model.TextOperation.Component;
import io.aetherflow.statesync.model.TextOperation.Insert;
import io.aetherflow.statesync.model.TextOperation.Retain;
import java.io.IOException;

/** The wire form of text operations: {@code [5,"hi",{"d":3}]}. A deletion may also carry the deleted text. */
final class TextJson {
    /** Far beyond any document, and far enough from overflow to be carried over edits of one. */
    private static final int MAX_REACH = 1 << 30;

    private TextJson() {}

    static TextOperation parse(Payload data) {
        return Json.read("text operation", data, TextJson::readOperation);
    }

    private static TextOperation readOperation(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            throw new ModelException("text operation begins with " + in.getText() + ", allowed is an array");
        }
        TextOperation.Builder operation = TextOperation.builder();
        long reach = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            switch (in.currentToken()) {
                case VALUE_STRING -> operation.insert(Json.requirePaired("text insert", in.getText()));
                case VALUE_NUMBER_INT -> {
                    int length = count("retain", in);
                    reach = requireReach(reach + length);
                    operation.retain(length);
                }
                case START_OBJECT -> {
                    int length = deletion(in);
                    reach = requireReach(reach + length);
                    operation.delete(length);
                }
                default ->
                    throw new ModelException("text operation has " + in.getText()
                            + ", allowed are a number, a string and an object with \"d\"");
            }
        }
        return operation.build();
    }

    private static long requireReach(long reach) {
        if (reach > MAX_REACH) {
            throw new ModelException("text operation reaches to " + reach + ", allowed is at most " + MAX_REACH);
        }
        return reach;
    }

    private static int deletion(JsonParser in) throws IOException {
        if (!"d".equals(in.nextFieldName())) {
            throw new ModelException("text delete has member " + in.getText() + ", allowed is \"d\"");
        }
        int length = in.nextToken() == JsonToken.VALUE_STRING
                ? Json.requirePaired("text delete", in.getText()).codePointCount(0, in.getTextLength())
                : count("delete", in);
        if (in.nextToken() != JsonToken.END_OBJECT) {
            throw new ModelException("text delete has a second member " + in.getText() + ", allowed is only \"d\"");
        }
        return length;
    }

    private static int count(String name, JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new ModelException("text " + name + " is " + in.getText() + ", allowed is an integer from 1");
        }
        long count = in.getLongValue();
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw new ModelException("text " + name + " is " + count + ", allowed is 1 to " + Integer.MAX_VALUE);
        }
        return (int) count;
    }

    static Payload format(TextOperation operation) {
        return Json.write(out -> {
            out.writeStartArray();
            for (Component component : operation.components()) {
                writeComponent(out, component);
            }
            out.writeEndArray();
        });
    }

    private static void writeComponent(JsonGenerator out, Component component) throws IOException {
        if (component instanceof Retain) {
            out.writeNumber(component.length());
        } else if (component instanceof Insert insert) {
            out.writeString(insert.text());
        } else {
            out.writeStartObject();
            out.writeNumberField("d", component.length());
            out.writeEndObject();
        }
    }

    /** Decodes UTF-8 text, refusing bytes that are none. */
    static String requireText(String name, Payload payload) {
        String text = payload.utf8();
        if (text.indexOf('\uFFFD') >= 0 && !Payload.utf8(text).equals(payload)) {
            throw new ModelException(name + " is not valid UTF-8");
        }
        return text;
    }
}
