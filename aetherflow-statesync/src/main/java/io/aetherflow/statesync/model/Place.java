// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Where an object stands: below which parent, and in what order among its siblings. One property, so that two people who
 * move an object never end with the parent of one and the order of the other. On the wire
 * {@code {"parent":"frame-1","order":"a5"}}.
 *
 * @param parent the object that holds it, or empty at the top
 * @param order a fractional index: siblings sort by it as text, ties by object id
 */
public record Place(Optional<String> parent, String order) {
    /**
     * Reads a place.
     *
     * @param json the property's value
     * @return the place
     * @throws ModelException if the value is no place
     */
    public static Place parse(String json) {
        return Json.read("place", Payload.utf8(json), Place::read);
    }

    private static Place read(JsonParser in) throws IOException {
        Optional<String> parent = Optional.empty();
        String order = "";
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new ModelException(
                    "place is " + in.getText() + ", allowed is an object with \"parent\" and \"order\"");
        }
        for (String member = in.nextFieldName(); member != null; member = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (member.equals("parent") && value == JsonToken.VALUE_NULL) {
                parent = Optional.empty();
            } else if (member.equals("parent") && value == JsonToken.VALUE_STRING) {
                parent = Optional.of(ObjectJson.requireId("parent", in.getText()));
            } else if (member.equals("order") && value == JsonToken.VALUE_STRING) {
                order = in.getText();
            } else {
                throw new ModelException("place has \"" + member + "\": " + in.getText()
                        + ", allowed are \"parent\" (a string or null) and \"order\" (a string)");
            }
        }
        return new Place(parent, order);
    }

    /**
     * Writes the place.
     *
     * @return the property's value, as compact JSON text
     */
    public String toJson() {
        return Json.write(out -> {
                    out.writeStartObject();
                    if (parent.isPresent()) {
                        out.writeStringField("parent", parent.get());
                    }
                    out.writeStringField("order", order);
                    out.writeEndObject();
                })
                .utf8();
    }
}
