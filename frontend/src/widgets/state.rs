//! Values that are kept, values that others follow, values that follow others. Leptos compiles its
//! own anew for every type that they hold; here they are held as [`Any`], beside one trigger or counter, and only
//! looking at them knows their type.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;

type Held = StoredValue<Rc<dyn Any>, LocalStorage>;

/// A value that nobody is told of. It lives as long as the part of the screen that made it.
pub(crate) struct Kept<T> {
    held: Held,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T: 'static> Kept<T> {
    pub fn new(value: T) -> Self {
        Self { held: hold(Rc::new(RefCell::new(value))), of: PhantomData }
    }

    fn cell(self) -> Option<Rc<RefCell<T>>> {
        held(self.held)?.downcast().ok()
    }

    /// Looks at the value. As with every signal, whoever does must not live longer than it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        let cell = self.cell().expect("this part of the screen is there");
        let value = cell.borrow();
        look(&value)
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value, unless the part of the screen that made it is gone.
    pub fn try_get(self) -> Option<T>
    where
        T: Clone,
    {
        Some(self.cell()?.borrow().clone())
    }

    /// Changes the value, unless the part of the screen that made it is gone.
    pub fn update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        Some(change(&mut self.cell()?.borrow_mut()))
    }

    pub fn set(self, value: T) {
        self.update(|old| *old = value);
    }
}

fn hold(value: Rc<dyn Any>) -> Held {
    StoredValue::new_local(value)
}

fn held(held: Held) -> Option<Rc<dyn Any>> {
    held.try_get_value()
}

/// A value that others follow.
pub(crate) struct Watched<T> {
    value: Kept<T>,
    changed: Trigger,
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Watched<T> {}

impl<T: 'static> Watched<T> {
    pub fn new(value: T) -> Self {
        Self { value: Kept::new(value), changed: Trigger::new() }
    }

    /// Looks at the value; whatever looked looks again when it has changed.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.changed.track();
        self.value.with(look)
    }

    /// Looks at the value once.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.value.with(look)
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.changed.track();
        self.value.get()
    }

    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.value.get()
    }

    /// The value once, unless the part of the screen that made it is gone.
    pub fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        self.value.try_get()
    }

    /// Changes the value, unless the part of the screen that made it is gone.
    pub fn update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let outcome = self.value.update(change)?;
        self.changed.notify();
        Some(outcome)
    }

    pub fn set(self, value: T) {
        self.update(|old| *old = value);
    }
}

/// A value that follows others; whoever looks at it is told only when it has changed.
pub(crate) struct Derived<T> {
    value: Kept<T>,
    changes: Memo<u32>,
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

/// A value that follows what `look` looks at.
pub(crate) fn memo<T: PartialEq + Default + 'static>(
    look: impl Fn() -> T + Send + Sync + 'static,
) -> Derived<T> {
    memo_from(T::default(), look)
}

/// The same, for what has no default: `first` stands for it until somebody looks.
pub(crate) fn memo_from<T: PartialEq + 'static>(
    first: T,
    look: impl Fn() -> T + Send + Sync + 'static,
) -> Derived<T> {
    memo_of(first, Box::new(look))
}

fn memo_of<T: PartialEq + 'static>(first: T, look: Box<dyn Fn() -> T + Send + Sync>) -> Derived<T> {
    let value = Kept::new(first);
    let changes = counter(Box::new(move || {
        let new = look();
        let changed = value.with(|old| *old != new);
        if changed {
            value.set(new);
        }
        changed
    }));
    Derived { value, changes }
}

/// Counts how often `change` has said that something has changed.
fn counter(change: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<u32> {
    Memo::new(move |count: Option<&u32>| {
        let changed = u32::from(change());
        count.map_or(0, |count| count.wrapping_add(changed))
    })
}

impl<T: 'static> Derived<T> {
    /// Looks at the value; whatever looked looks again when it has changed.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.value.with(look)
    }

    /// Looks at the value once.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.changes.get_untracked();
        self.value.with(look)
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.track();
        self.value.get()
    }

    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Whatever tracks it is told when it has changed.
    pub fn track(self) {
        self.changes.get();
    }
}

/// What a part of the screen further out has provided.
pub(crate) fn context<T: Clone + 'static>() -> T {
    use_context().expect("a part of the screen around this one provides it")
}

/// What there is once on a page: it is made when the app starts, and lasts as long.
pub(crate) struct Only<T>(Cell<Option<T>>);

impl<T: Copy> Only<T> {
    pub const fn new() -> Self {
        Self(Cell::new(None))
    }

    pub fn begin(&self, it: T) {
        self.0.set(Some(it));
    }

    pub fn get(&self) -> T {
        self.0.get().expect("the app has started")
    }
}
