//! Numbers for texts that repeat.

use std::borrow::Cow;
use std::collections::HashMap;

/// Texts by number, in the order of their first appearance.
#[derive(Debug)]
pub(super) struct Interned<'a> {
    numbers: HashMap<Cow<'a, [u8]>, u32>,
    texts_max: u32,
}

impl<'a> Interned<'a> {
    /// Past `texts_max` texts all further ones share the last number, so that it fits its column.
    pub(super) fn new(texts_max: u32) -> Self {
        Self {
            numbers: HashMap::new(),
            texts_max,
        }
    }

    /// Returns the number of a text.
    pub(super) fn number(&mut self, text: Cow<'a, [u8]>) -> u32 {
        if let Some(number) = self.numbers.get(&*text) {
            return *number;
        }
        // There are fewer than `texts_max` of them, or one is not added.
        let next = self.numbers.len() as u32;
        if next >= self.texts_max {
            return self.texts_max.saturating_sub(1);
        }
        self.numbers.insert(text, next);
        next
    }

    /// Returns the texts in the order of their numbers.
    pub(super) fn texts(&self) -> Vec<&[u8]> {
        let mut numbered: Vec<_> = self.numbers.iter().collect();
        numbered.sort_unstable_by_key(|(_, number)| **number);
        numbered.into_iter().map(|(text, _)| &**text).collect()
    }

    /// Takes in other texts, and returns their new numbers by their old ones.
    pub(super) fn join(&mut self, others: Self) -> Vec<u32> {
        let mut texts: Vec<_> = others.numbers.into_iter().collect();
        texts.sort_unstable_by_key(|(_, number)| *number);
        let numbers = texts.into_iter().map(|(text, _)| self.number(text));
        numbers.collect()
    }

    /// Returns the same texts with other numbers: in the order in which these are asked for.
    pub(super) fn renumber(&self) -> Renumbered<'_> {
        let before = self.texts();
        Renumbered {
            numbers: vec![None; before.len()],
            before,
            texts: Vec::new(),
        }
    }
}

/// Texts that get new numbers.
#[derive(Debug)]
pub(super) struct Renumbered<'i> {
    before: Vec<&'i [u8]>,
    /// The new numbers by the old ones.
    numbers: Vec<Option<u32>>,
    texts: Vec<&'i [u8]>,
}

impl<'i> Renumbered<'i> {
    /// Returns the new number of the text that had an old one.
    pub(super) fn number(&mut self, before: u32) -> u32 {
        let next = self.texts.len() as u32;
        let known = self.numbers.get_mut(before as usize);
        let text = self.before.get(before as usize);
        let (Some(known), Some(text)) = (known, text) else {
            return 0;
        };
        if known.is_none() {
            self.texts.push(text);
        }
        *known.get_or_insert(next)
    }

    /// Returns the texts that were asked for, in the order of their new numbers.
    pub(super) fn into_texts(self) -> Vec<&'i [u8]> {
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_past_the_last_share_its_number() {
        let mut interned = Interned::new(3);
        let texts = ["b", "a", "b", "c", "d", "a", "e"];
        let numbers = texts.map(|text| interned.number(Cow::Borrowed(text.as_bytes())));
        assert_eq!(numbers, [0, 1, 0, 2, 2, 1, 2]);
        assert_eq!(interned.texts(), [b"b", b"a", b"c"]);
    }

    #[test]
    fn texts_of_others_keep_what_they_say() {
        let [mut one, mut other] = [3, 4].map(Interned::new);
        for text in ["b", "a"] {
            one.number(Cow::Borrowed(text.as_bytes()));
        }
        for text in ["c", "a", "d", "b"] {
            other.number(Cow::Borrowed(text.as_bytes()));
        }
        // There is no room for the third new one.
        assert_eq!(one.join(other), [2, 1, 2, 0]);
        assert_eq!(one.texts(), [b"b", b"a", b"c"]);
    }

    #[test]
    fn new_numbers_stand_in_the_order_of_asking() {
        let mut interned = Interned::new(u32::MAX);
        for text in ["b", "a", "c"] {
            interned.number(Cow::Borrowed(text.as_bytes()));
        }
        let mut renumbered = interned.renumber();
        let numbers = [2, 0, 2, 0].map(|before| renumbered.number(before));
        assert_eq!(numbers, [0, 1, 0, 1]);
        assert_eq!(renumbered.into_texts(), [b"c", b"b"]);
    }
}
