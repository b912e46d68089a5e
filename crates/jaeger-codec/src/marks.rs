//! Attributes that only we write.

use jaeger_model::otlp::{any_value, key_value, list, span};
use jaeger_model::wire::Writer;
use jaeger_model::{Attribute, Text, Value, reserved};

/// Writes Jaeger's span flags.
pub(crate) fn write_flags(w: &mut Writer, flags: u32) {
    let flags = Value::Int(i64::from(flags));
    w.attribute(span::ATTRIBUTES, reserved::FLAGS.as_bytes(), flags);
}

/// Writes what was repaired, if anything was.
pub(crate) fn write_warnings(w: &mut Writer, warnings: &[String]) {
    if warnings.is_empty() {
        return;
    }
    write_warning_list(w, |w| {
        for warning in warnings {
            write_warning(w, warning.as_str().into());
        }
    });
}

/// Writes warnings that `content` writes one by one.
pub(crate) fn write_warning_list<R>(w: &mut Writer, content: impl FnOnce(&mut Writer) -> R) -> R {
    w.message(span::ATTRIBUTES, |w| {
        w.bytes(key_value::KEY, reserved::WARNINGS.as_bytes());
        w.message(key_value::VALUE, |w| w.message(any_value::ARRAY, content))
    })
}

/// Writes one of a list of warnings.
pub(crate) fn write_warning(w: &mut Writer, text: Text<'_>) {
    w.message(list::VALUES, |w| w.any_value(Value::String(text)));
}

/// Writes a tag of a client, which may not pass for one of our marks.
pub(crate) fn write_client_attribute(w: &mut Writer, attribute: Attribute<'_>) {
    if attribute.is_reserved() {
        let key = [reserved::RENAMED.as_bytes(), attribute.key.as_bytes()].concat();
        w.attribute(span::ATTRIBUTES, &key, attribute.value);
    } else {
        w.copy_attribute(span::ATTRIBUTES, attribute);
    }
}
