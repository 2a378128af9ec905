// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.statesync.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The wire form of object operations and contents. */
final class ObjectJson {
    private static final int MAX_ID_CHARS = 128;
    private static final int MAX_NAME_CHARS = 128;
    private static final Set<String> MOVED = Set.of("x", "y", "z", ObjectModel.PLACE);
    private static final Set<String> RESIZED = Set.of("x", "y", "width", "height", "rotation");

    private ObjectJson() {}

    static ObjectOperation parse(OperationType type, Payload data) {
        ObjectOperation operation = Json.read("object operation", data, in -> readOperation(type, in));
        operation.set().keySet().forEach(name -> requireAllowed(type, name));
        operation.unset().forEach(name -> {
            requireAllowed(type, name);
            if (operation.set().containsKey(name)) {
                throw new ModelException("unset has \"" + name + "\", which set has too; allowed is one of them");
            }
        });
        return operation;
    }

    private static ObjectOperation readOperation(OperationType type, JsonParser in) throws IOException {
        requireToken("object operation", JsonToken.START_OBJECT, in.nextToken(), in);
        String id = "";
        SortedMap<String, String> set = new TreeMap<>();
        TreeSet<String> unset = new TreeSet<>();
        for (String member = in.nextFieldName(); member != null; member = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            switch (member) {
                case "id" -> {
                    requireToken("id", JsonToken.VALUE_STRING, value, in);
                    id = requireId("id", in.getText());
                }
                case "set" -> {
                    requireToken("set", JsonToken.START_OBJECT, value, in);
                    readProperties(in, set);
                }
                case "unset" -> {
                    requireToken("unset", JsonToken.START_ARRAY, value, in);
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        requireToken("unset", JsonToken.VALUE_STRING, in.currentToken(), in);
                        unset.add(requireName(in.getText()));
                    }
                }
                default ->
                    throw new ModelException("object operation has member \"" + member
                            + "\", allowed are \"id\", \"set\" and \"unset\"");
            }
        }
        if (id.isEmpty() && !(set.isEmpty() && unset.isEmpty())) {
            throw new ModelException("id is missing, allowed is the id of the object to change");
        }
        return new ObjectOperation(type, id, set, unset);
    }

    private static void readProperties(JsonParser in, SortedMap<String, String> properties) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            String value = Json.copy(in);
            if (requireName(name).equals(ObjectModel.PLACE)) {
                value = Place.parse(value).toJson();
            }
            properties.put(name, value);
        }
    }

    static Payload format(ObjectOperation operation) {
        return Json.write(out -> {
            out.writeStartObject();
            if (!operation.isNothing()) {
                out.writeStringField("id", operation.objectId());
            }
            if (!operation.set().isEmpty()) {
                out.writeFieldName("set");
                writeProperties(out, operation.set());
            }
            if (!operation.unset().isEmpty()) {
                out.writeArrayFieldStart("unset");
                for (String name : operation.unset()) {
                    out.writeString(name);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static void writeProperties(JsonGenerator out, Map<String, String> properties) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            out.writeFieldName(property.getKey());
            out.writeRawValue(property.getValue());
        }
        out.writeEndObject();
    }

    static ObjectContent decode(Payload content) {
        return Json.readContent("object content", content, ObjectJson::readContent);
    }

    private static ObjectContent readContent(JsonParser in) throws IOException {
        requireToken("object content", JsonToken.START_OBJECT, in.nextToken(), in);
        if (!"objects".equals(in.nextFieldName())) {
            throw new ModelException("object content has " + in.getText() + ", allowed is the member \"objects\"");
        }
        requireToken("objects", JsonToken.START_OBJECT, in.nextToken(), in);
        ObjectContent content = ObjectContent.empty();
        for (String id = in.nextFieldName(); id != null; id = in.nextFieldName()) {
            requireToken("object " + id, JsonToken.START_OBJECT, in.nextToken(), in);
            SortedMap<String, String> properties = new TreeMap<>();
            readProperties(in, properties);
            content = content.with(ObjectOperation.set(OperationType.CREATE, requireId("id", id), properties));
        }
        requireToken("object content", JsonToken.END_OBJECT, in.nextToken(), in);
        content.requireNoCircle();
        return content;
    }

    /** Sorted by id and property name, so that equal contents give equal bytes. */
    static Payload encode(ObjectContent content) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("objects");
            for (var object : new TreeMap<>(content.objects()).entrySet()) {
                out.writeFieldName(object.getKey());
                writeProperties(out, new TreeMap<>(object.getValue()));
            }
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private static void requireAllowed(OperationType type, String name) {
        boolean allowed = switch (type) {
            case CREATE, UPDATE -> true;
            case MOVE -> MOVED.contains(name);
            case RESIZE -> RESIZED.contains(name);
            case STYLE -> name.startsWith("style");
            case TEXT -> name.equals("text");
            case DELETE -> false;
        };
        if (!allowed) {
            throw new ModelException("property is \"" + name + "\", allowed for " + type + " is "
                    + switch (type) {
                        case MOVE -> "x, y, z or place";
                        case RESIZE -> "x, y, width, height or rotation";
                        case STYLE -> "a name that begins with \"style\"";
                        case TEXT -> "text";
                        default -> "none";
                    });
        }
    }

    static String requireId(String name, String id) {
        if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
            throw new ModelException(name + " is \"" + id + "\", allowed are 1 to " + MAX_ID_CHARS + " chars");
        }
        return Json.requirePaired(name, id);
    }

    private static String requireName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            throw new ModelException("property is \"" + name + "\", allowed are 1 to " + MAX_NAME_CHARS + " chars");
        }
        return Json.requirePaired("property", name);
    }

    private static void requireToken(String name, JsonToken allowed, JsonToken actual, JsonParser in)
            throws IOException {
        if (actual != allowed) {
            throw new ModelException(name + " is " + in.getText() + ", allowed is " + allowed.name());
        }
    }
}
