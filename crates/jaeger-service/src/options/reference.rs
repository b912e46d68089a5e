//! Pages generated from the definitions: the options reference and the table of variables.

use std::fmt::Write as _;

use crate::options::{OptionDefinition, OptionForm};

/// Returns the options reference as a Markdown table, sorted by name.
pub fn markdown(definitions: &[OptionDefinition]) -> String {
    let mut page = String::from("| Option | Variable | Type | Default | Meaning |\n");
    page.push_str("|---|---|---|---|---|\n");
    for definition in sorted(definitions) {
        let option = match definition.form {
            OptionForm::Flag => format!("`--{}`", definition.name),
            OptionForm::Environment => format!("`{}` (file only)", definition.name),
        };
        let default = match definition.default.as_str() {
            "" => String::new(),
            text => format!("`{}`", cell(text)),
        };
        line(
            &mut page,
            format_args!(
                "| {option} | `{}` | {} | {default} | {} |",
                definition.environment,
                definition.kind,
                cell(&definition.help),
            ),
        );
    }
    page
}

/// Returns what the `env` command prints: every variable with its default and meaning.
pub fn environment_table(definitions: &[OptionDefinition]) -> String {
    let mut table = String::from("Every option can be given as an environment variable.\n");
    table.push_str("An empty variable counts as unset; a flag wins over a variable.\n\n");
    for definition in sorted(definitions) {
        let default = match definition.default.as_str() {
            "" => String::new(),
            text => format!(" (default {text})"),
        };
        line(
            &mut table,
            format_args!("{}{default}", definition.environment),
        );
        line(&mut table, format_args!("    {}", definition.help));
    }
    table
}

fn sorted(definitions: &[OptionDefinition]) -> Vec<&OptionDefinition> {
    let mut sorted: Vec<_> = definitions.iter().collect();
    sorted.sort_by(|left, right| left.name.cmp(&right.name));
    sorted
}

/// Writing to a `String` cannot fail, which the signature of `write!` does not know.
fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(page, "{text}").unwrap_or_default();
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definitions() -> [OptionDefinition; 2] {
        let flag = OptionForm::Flag;
        let variable = OptionForm::Environment;
        [
            OptionDefinition::new(
                "",
                variable,
                "SPAN_STORAGE_TYPE",
                "Where\n a|b.",
                &Vec::<String>::new(),
            ),
            OptionDefinition::new(
                "collector",
                flag,
                "queue-size",
                "Spans at most.",
                &2_000_usize,
            ),
        ]
    }

    #[test]
    fn writes_the_reference_page() {
        let expected = "\
| Option | Variable | Type | Default | Meaning |
|---|---|---|---|---|
| `--collector.queue-size` | `COLLECTOR_QUEUE_SIZE` | number | `2000` | Spans at most. |
| `span-storage.type` (file only) | `SPAN_STORAGE_TYPE` | list |  | Where a\\|b. |
";
        assert_eq!(markdown(&definitions()), expected);
    }

    #[test]
    fn writes_the_table_of_variables() {
        let table = environment_table(&definitions());
        assert!(table.contains("\nCOLLECTOR_QUEUE_SIZE (default 2000)\n    Spans at most.\n"));
        assert!(table.ends_with("SPAN_STORAGE_TYPE\n    Where a|b.\n"));
    }
}
