//! Work that somebody waits for, on all processors.

use std::num::NonZero;
use std::thread;

/// Gives each processor a stretch of the items, with how many stand before it. No stretch but the
/// last has fewer than `least`: a thread for them would cost more than it saves.
pub(crate) fn share<T: Send>(items: &mut [T], least: usize, work: impl Fn(usize, &mut [T]) + Sync) {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let len = items.len().div_ceil(processors).max(least).max(1);
    let work = &work;
    thread::scope(|scope| {
        let mut stretches = (0..).step_by(len).zip(items.chunks_mut(len));
        let own = stretches.next();
        for (first, stretch) in stretches {
            scope.spawn(move || work(first, stretch));
        }
        if let Some((first, stretch)) = own {
            work(first, stretch);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_worked_on_once_and_knows_its_place() {
        for (len, least) in [(0, 1), (1, 1), (7, 100), (1_000, 10), (1_001, 0)] {
            let mut items = vec![0; len];
            share(&mut items, least, |first, stretch| {
                for (item, place) in stretch.iter_mut().zip(first..) {
                    *item += place + 1;
                }
            });
            assert!(items.into_iter().eq(1..=len));
        }
    }
}
