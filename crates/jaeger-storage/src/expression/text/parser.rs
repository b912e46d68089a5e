//! Reads groups, what stands between them and what stands in them, by recursive descent of bounded depth.

use super::super::{Nested, SpanExpression, TraceExpression};
use super::comparison::{self, Asks, Operator, PatternBudget};
use super::condition::Condition;
use super::lexer::{Kind, Lexer, Token};
use super::operand::{self, Operand, Side};
use super::words::Value;
use super::{Fault, Parse, Parsed, not_supported, one_or, shortened};

/// How deep parentheses, negations and `event{…}` may nest.
const DEPTH_MAX: usize = 20;

/// Signs of TraceQL that put two groups in relation.
const STRUCTURE: [&str; 15] = [
    ">", ">>", "<", "<<", "~", "!>", "!>>", "!<", "!<<", "!~", "&>", "&>>", "&<", "&<<", "&~",
];
const ARITHMETIC: [&str; 6] = ["+", "-", "*", "/", "%", "^"];

pub(super) fn parse(text: &str) -> Parse<Parsed> {
    let mut parser = Parser {
        lexer: Lexer::new(text),
        peeked: None,
        depth: 0,
        patterns: PatternBudget::default(),
    };
    let expression = parser.traces()?;
    let ignored_hints = parser.hints()?;
    let end = parser.take()?;
    if end.kind != Kind::End {
        return Err(unexpected(&end, "`&&`, `||` or the end"));
    }
    Ok(Parsed {
        expression,
        ignored_hints,
    })
}

#[derive(Debug)]
struct Parser<'t> {
    lexer: Lexer<'t>,
    peeked: Option<Token<'t>>,
    depth: usize,
    patterns: PatternBudget,
}

impl<'t> Parser<'t> {
    fn traces(&mut self) -> Parse<TraceExpression> {
        let parts = self.separated("||", |parser| {
            let parts = parser.separated("&&", Self::trace_part)?;
            Ok(one_or(parts, TraceExpression::And))
        })?;
        Ok(one_or(parts, TraceExpression::Or))
    }

    fn trace_part(&mut self) -> Parse<TraceExpression> {
        let token = self.take()?;
        let part = match token.kind {
            Kind::Sign("!") => {
                let part = self.deeper(token.at, Self::trace_part)?;
                TraceExpression::Not(Box::new(part))
            }
            Kind::Sign("(") => {
                let part = self.deeper(token.at, Self::traces)?;
                self.expect(")", "`&&`, `||` or `)`")?;
                part
            }
            Kind::Sign("{") => self.group(token.at)?,
            _ => return Err(unexpected(&token, "`{`")),
        };
        self.refuse_structure()?;
        Ok(part)
    }

    fn group(&mut self, at: usize) -> Parse<TraceExpression> {
        if self.takes("}")? {
            return Ok(TraceExpression::Spans(SpanExpression::And(Vec::new())));
        }
        let condition = self.conditions()?;
        self.expect("}", "`&&`, `||` or `}`")?;
        condition.into_group().ok_or_else(|| {
            Fault::new(
                at,
                "the group mixes conditions on the trace with conditions on the span in too many ways",
            )
        })
    }

    fn conditions(&mut self) -> Parse<Condition> {
        let parts = self.separated("||", |parser| {
            parser
                .separated("&&", Self::condition_part)
                .map(Condition::all)
        })?;
        Ok(Condition::any(parts))
    }

    fn condition_part(&mut self) -> Parse<Condition> {
        let token = self.take()?;
        match token.kind {
            Kind::Sign("!") => self.deeper(token.at, Self::negated_part),
            Kind::Sign("(") => {
                let part = self.deeper(token.at, Self::conditions)?;
                self.expect(")", "`&&`, `||` or `)`")?;
                Ok(part)
            }
            Kind::Word("event") => self.nested(token.at, Nested::Event),
            Kind::Word("link") => self.nested(token.at, Nested::Link),
            _ => self.comparison(token),
        }
    }

    /// In TraceQL a `!` before an attribute binds tighter than the comparison, so it must be clear what is meant.
    fn negated_part(&mut self) -> Parse<Condition> {
        let next = self.peek()?;
        match next.kind {
            Kind::Sign("(" | "!") | Kind::Word("event" | "link") => {
                self.condition_part().map(Condition::negated)
            }
            _ => Err(unexpected(next, "`(`")),
        }
    }

    fn nested(&mut self, at: usize, nested: Nested) -> Parse<Condition> {
        self.expect("{", "`{`")?;
        let condition = self.deeper(at, Self::conditions)?;
        self.expect("}", "`&&`, `||` or `}`")?;
        match condition {
            Condition::Span(part) if part.looks_into(nested) => {
                Err(Fault::new(at, "within one event or link there is no other"))
            }
            Condition::Span(part) => Ok(Condition::Span(SpanExpression::Some(
                nested,
                Box::new(part),
            ))),
            _ => Err(Fault::new(
                at,
                "an event or a link knows nothing of the trace",
            )),
        }
    }

    fn comparison(&mut self, token: Token<'t>) -> Parse<Condition> {
        let left = self.operand(token)?;
        self.refuse_arithmetic()?;
        let sign = self.take()?;
        let operator = match sign.kind {
            Kind::Sign(word) => Asks::from_sign(word).map(|asks| Operator {
                at: sign.at,
                sign: word,
                asks,
            }),
            _ => None,
        };
        let Some(operator) = operator else {
            return Err(unexpected(&sign, "one of = != < <= > >= =~ !~"));
        };
        let token = self.take()?;
        let right = self.operand(token)?;
        let condition = comparison::condition(left, operator, right, &mut self.patterns)?;
        self.refuse_arithmetic()?;
        Ok(condition)
    }

    fn operand(&mut self, token: Token<'t>) -> Parse<Operand<'t>> {
        let at = token.at;
        let side = match token.kind {
            Kind::Attribute { scope, key } => operand::attribute(scope, key, at)?,
            Kind::Word(word) => operand::word(word, at)?,
            Kind::Text(text) => Side::Value(Value::Text(text)),
            Kind::Number(digits) => Side::Value(operand::number(digits, at)?),
            Kind::Duration(text) => Side::Value(operand::duration(text, at)?),
            Kind::Sign("-") => Side::Value(self.negative(at)?),
            _ => return Err(unexpected(&token, "an attribute, a field or a value")),
        };
        Ok(Operand {
            at,
            written: self.lexer.since(at),
            side,
        })
    }

    fn negative(&mut self, at: usize) -> Parse<Value> {
        let token = self.take()?;
        match token.kind {
            Kind::Number(digits) => operand::number(&format!("-{digits}"), at),
            Kind::Duration(text) => operand::duration(&format!("-{text}"), at),
            _ => Err(unexpected(&token, "a number")),
        }
    }

    /// Returns the names of those that change nothing. That the most recent come first is the order here anyway.
    fn hints(&mut self) -> Parse<Vec<String>> {
        let mut ignored = Vec::new();
        if self.peek()?.kind != Kind::Word("with") {
            return Ok(ignored);
        }
        self.take()?;
        self.expect("(", "`(`")?;
        loop {
            let name = self.take()?;
            let Kind::Word(word) = name.kind else {
                return Err(unexpected(&name, "the name of a hint"));
            };
            self.expect("=", "`=`")?;
            let value = self.take()?;
            if matches!(
                value.kind,
                Kind::Sign(_) | Kind::Attribute { .. } | Kind::End
            ) {
                return Err(unexpected(&value, "the value of a hint"));
            }
            if (word, value.written) != ("most_recent", "true") {
                ignored.push(word.to_owned());
            }
            if !self.takes(",")? {
                self.expect(")", "`,` or `)`")?;
                return Ok(ignored);
            }
        }
    }

    fn refuse_structure(&mut self) -> Parse<()> {
        let next = self.peek()?;
        let at = next.at;
        match next.kind {
            Kind::Sign(sign) if STRUCTURE.contains(&sign) => Err(not_supported(sign, at)),
            Kind::Sign("|") => {
                self.take()?;
                match self.take()?.kind {
                    Kind::Word(word) => Err(not_supported(&format!("| {word}()"), at)),
                    _ => Err(not_supported("|", at)),
                }
            }
            _ => Ok(()),
        }
    }

    fn refuse_arithmetic(&mut self) -> Parse<()> {
        let next = self.peek()?;
        match next.kind {
            Kind::Sign(sign) if ARITHMETIC.contains(&sign) => Err(not_supported(sign, next.at)),
            _ => Ok(()),
        }
    }

    fn separated<T>(
        &mut self,
        sign: &'static str,
        part: impl Fn(&mut Self) -> Parse<T>,
    ) -> Parse<Vec<T>> {
        let mut parts = vec![part(self)?];
        while self.takes(sign)? {
            parts.push(part(self)?);
        }
        Ok(parts)
    }

    fn deeper<T>(&mut self, at: usize, part: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.depth == DEPTH_MAX {
            let message = format!("nested deeper than {DEPTH_MAX} levels");
            return Err(Fault::new(at, message));
        }
        self.depth += 1;
        let parsed = part(self);
        self.depth -= 1;
        parsed
    }

    fn take(&mut self) -> Parse<Token<'t>> {
        match self.peeked.take() {
            Some(token) => Ok(token),
            None => self.lexer.token(),
        }
    }

    fn peek(&mut self) -> Parse<&Token<'t>> {
        let token = self.take()?;
        Ok(self.peeked.insert(token))
    }

    fn takes(&mut self, sign: &'static str) -> Parse<bool> {
        let is_next = self.peek()?.kind == Kind::Sign(sign);
        if is_next {
            self.take()?;
        }
        Ok(is_next)
    }

    fn expect(&mut self, sign: &'static str, expected: &str) -> Parse<()> {
        let token = self.take()?;
        match token.kind {
            Kind::Sign(found) if found == sign => Ok(()),
            _ => Err(unexpected(&token, expected)),
        }
    }
}

fn unexpected(token: &Token<'_>, expected: &str) -> Fault {
    let message = match token.kind {
        Kind::End => format!("expected {expected}, found the end"),
        _ => format!("expected {expected}, found `{}`", shortened(token.written)),
    };
    Fault::new(token.at, message)
}
