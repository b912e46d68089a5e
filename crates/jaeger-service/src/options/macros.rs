//! The three macros that declare options: a group of options, a group of groups, and an option that
//! is one of a few words. They generate plain structs and enums and nothing that reads input.

/// Declares a struct whose fields are options.
///
/// A field is a doc comment (the help text), the option's name, the field, its type (an
/// [`OptionValue`](crate::options::OptionValue)) and its default. `env "NAME"` in place of the name
/// declares an option that is a variable and a file key but not a flag. After the struct,
/// `validate path::to::check` names a `fn(&Self) -> Result<(), ConfigError>`.
///
/// The struct gets `Debug`, `Clone`, `Default` and
/// [`OptionGroup`](crate::options::OptionGroup); its fields are as visible as itself.
#[macro_export]
macro_rules! options {
    (@form) => { $crate::options::OptionForm::Flag };
    (@form env) => { $crate::options::OptionForm::Environment };
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $group:ident {
            $(
                $(#[doc = $help:literal])*
                $($form:ident)? $name:literal $field:ident : $type:ty = $default:expr
            ),* $(,)?
        }
        $(validate $check:path)?
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone)]
        $visibility struct $group {
            $(
                $(#[doc = $help])*
                $visibility $field: $type,
            )*
        }

        impl ::core::default::Default for $group {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::options::OptionGroup for $group {
            fn define(
                prefix: &str,
                definitions: &mut ::std::vec::Vec<$crate::options::OptionDefinition>,
            ) {
                let defaults = Self::default();
                $(
                    definitions.push($crate::options::OptionDefinition::new(
                        prefix,
                        $crate::options!(@form $($form)?),
                        $name,
                        ::core::concat!($($help, "\n",)*),
                        &defaults.$field,
                    ));
                )*
            }

            fn read(
                prefix: &str,
                values: &$crate::options::Values,
            ) -> ::core::result::Result<Self, $crate::options::ConfigError> {
                let defaults = Self::default();
                let group = Self {
                    $(
                        $field: values.read(
                            &$crate::options::OptionForm::full_name(
                                $crate::options!(@form $($form)?),
                                prefix,
                                $name,
                            ),
                            defaults.$field,
                        )?,
                    )*
                };
                $crate::options::OptionGroup::validate(&group)?;
                ::core::result::Result::Ok(group)
            }

            $(
                fn validate(
                    &self,
                ) -> ::core::result::Result<(), $crate::options::ConfigError> {
                    $check(self)
                }
            )?
        }
    };
}

/// Declares a struct whose fields are option groups.
///
/// A field is a doc comment, optionally a prefix that goes before every name of the group
/// (`"collector.grpc" grpc: TlsConfig`), the field and its type. `validate` works as in
/// [`options!`](crate::options!).
#[macro_export]
macro_rules! option_groups {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $group:ident {
            $(
                $(#[doc = $help:literal])*
                $($prefix:literal)? $field:ident : $type:ty
            ),* $(,)?
        }
        $(validate $check:path)?
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Default)]
        $visibility struct $group {
            $(
                $(#[doc = $help])*
                $visibility $field: $type,
            )*
        }

        impl $crate::options::OptionGroup for $group {
            fn define(
                prefix: &str,
                definitions: &mut ::std::vec::Vec<$crate::options::OptionDefinition>,
            ) {
                $(
                    <$type as $crate::options::OptionGroup>::define(
                        &$crate::options::join(prefix, ::core::concat!($($prefix)?)),
                        definitions,
                    );
                )*
            }

            fn read(
                prefix: &str,
                values: &$crate::options::Values,
            ) -> ::core::result::Result<Self, $crate::options::ConfigError> {
                let group = Self {
                    $(
                        $field: <$type as $crate::options::OptionGroup>::read(
                            &$crate::options::join(prefix, ::core::concat!($($prefix)?)),
                            values,
                        )?,
                    )*
                };
                $crate::options::OptionGroup::validate(&group)?;
                ::core::result::Result::Ok(group)
            }

            $(
                fn validate(
                    &self,
                ) -> ::core::result::Result<(), $crate::options::ConfigError> {
                    $check(self)
                }
            )?
        }
    };
}

/// Declares an enum that an option of a few words takes, each variant with its word.
#[macro_export]
macro_rules! option_choice {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $choice:ident {
            $(
                $(#[doc = $help:literal])*
                $text:literal $variant:ident
            ),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $visibility enum $choice {
            $(
                $(#[doc = $help])*
                $variant,
            )+
        }

        impl $crate::options::OptionValue for $choice {
            const KIND: &'static str = "word";

            fn parse(text: &str) -> ::core::result::Result<Self, ::std::string::String> {
                match text {
                    $($text => ::core::result::Result::Ok(Self::$variant),)+
                    _ => ::core::result::Result::Err(::std::format!(
                        "expected one of {}",
                        [$($text),+].join(", "),
                    )),
                }
            }

            fn render(&self) -> ::std::string::String {
                ::std::string::String::from(match self {
                    $(Self::$variant => $text,)+
                })
            }
        }
    };
}
