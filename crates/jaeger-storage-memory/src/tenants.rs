//! The stores of all tenants, which share one budget of bytes.
//!
//! What a store takes is known beside it, so that nobody waits for a lock to find the one that has
//! to make room. No two stores are locked at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jaeger_model::{SpanBatch, Tenant};
use jaeger_storage::{Error, ErrorKind, Result};
use parking_lot::{Mutex, RwLock};
use rustc_hash::FxHashMap;

use crate::Config;
use crate::above::Above;
use crate::meters::Meters;
use crate::store::Store;

/// All tenants and what each has.
#[derive(Debug)]
pub(crate) struct Tenants {
    config: Config,
    meters: Meters,
    shelves: Mutex<FxHashMap<Tenant, Arc<Shelf>>>,
    /// What all stores take together.
    bytes: AtomicUsize,
}

/// The store of one tenant.
#[derive(Debug)]
struct Shelf {
    store: RwLock<Store>,
    /// What the store takes. It changes only while the store is locked.
    bytes: AtomicUsize,
}

impl Tenants {
    pub(crate) fn new(config: Config, meters: Meters) -> Self {
        Self {
            config,
            meters,
            shelves: Mutex::default(),
            bytes: AtomicUsize::new(0),
        }
    }

    /// Writes a batch; returns how many of its spans were dropped since their trace is too large.
    ///
    /// # Errors
    /// If there are too many tenants for one more.
    pub(crate) fn write(&self, tenant: &Tenant, batch: &SpanBatch) -> Result<u64> {
        let shelf = self.shelf(tenant)?;
        let mut spans = batch.spans();
        let mut above = Above::default();
        let mut dropped = 0;
        let mut is_end = false;
        while !is_end {
            dropped += self.change(&shelf, |store| {
                is_end = store.write_slice(&mut spans, &mut above);
            });
            self.make_room();
        }
        Ok(dropped)
    }

    /// Reads what a tenant has; asking makes nobody a tenant.
    pub(crate) fn read<T>(&self, tenant: &Tenant, of: impl FnOnce(&Store) -> T) -> T {
        let shelf = self.shelves.lock().get(tenant).map(Arc::clone);
        match shelf {
            Some(shelf) => of(&shelf.store.read()),
            None => of(&Store::new(&self.config)),
        }
    }

    /// The store of a tenant that writes.
    fn shelf(&self, tenant: &Tenant) -> Result<Arc<Shelf>> {
        let mut shelves = self.shelves.lock();
        if let Some(shelf) = shelves.get(tenant) {
            return Ok(Arc::clone(shelf));
        }
        let tenants_max = self.config.tenants_max;
        if tenants_max != 0 && shelves.len() >= tenants_max {
            let message =
                format!("there are {tenants_max} tenants already, as many as memory.max-tenants");
            return Err(Error::new(ErrorKind::Unavailable, message));
        }
        let shelf = Arc::new(Shelf {
            store: RwLock::new(Store::new(&self.config)),
            bytes: AtomicUsize::new(0),
        });
        shelves.insert(tenant.clone(), Arc::clone(&shelf));
        Ok(shelf)
    }

    /// Changes a store and takes note of what it takes then; returns how many spans were dropped.
    fn change(&self, shelf: &Shelf, change: impl FnOnce(&mut Store)) -> u64 {
        let mut store = shelf.store.write();
        change(&mut store);
        let losses = store.take_losses();
        let bytes = store.bytes();
        let before = shelf.bytes.swap(bytes, Ordering::Relaxed);
        // The sum wraps around where it becomes less, in one step: nobody sees another one.
        self.bytes
            .fetch_add(bytes.wrapping_sub(before), Ordering::Relaxed);
        drop(store);
        self.meters.taken(self.bytes.load(Ordering::Relaxed));
        self.meters.lost(losses);
        losses.dropped_spans
    }

    /// Lets the tenant that has the most give way until all fits.
    fn make_room(&self) {
        while self.excess() > 0 {
            let Some(shelf) = self.largest() else {
                return;
            };
            let mut is_freed = false;
            self.change(&shelf, |store| {
                // Another writer may have made room meanwhile.
                let (excess, before) = (self.excess(), store.bytes());
                store.give_way(excess);
                is_freed = excess == 0 || store.bytes() < before;
            });
            if !is_freed {
                return;
            }
        }
    }

    fn excess(&self) -> usize {
        let bytes = self.bytes.load(Ordering::Relaxed);
        bytes.saturating_sub(self.config.bytes_max)
    }

    fn largest(&self) -> Option<Arc<Shelf>> {
        let shelves = self.shelves.lock();
        let largest = shelves
            .values()
            .max_by_key(|shelf| shelf.bytes.load(Ordering::Relaxed));
        largest.map(Arc::clone)
    }
}

#[cfg(test)]
mod tests;
