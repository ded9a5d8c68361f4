extension Glossary {
  static let primitives: [Term] = [
    Term(
      "semaphore", ["counting semaphore", "permit", "binary semaphore"],
      meaning:
        "A number of permits: acquire takes one or waits, release gives one back, and anybody may release. Unlike a "
        + "signal, a release is remembered.",
      signs: "`semaphore s = 2`. Several actors inside what was meant for one: it was started too high.",
      cure: "Count something real with it (free slots, items, guests). Acquire it before a lock, not inside.",
      related: ["mutex", "bounded buffer", "rendezvous", "condition variable"],
      run: "semaphore-limit-3 --runs 5"),
    Term(
      "condition variable", ["condition", "cond var", "wait and signal"],
      meaning:
        "A place to sleep until a predicate may have changed. Wait gives the mutex back and sleeps in one step, and "
        + "takes the mutex again before it returns; signal wakes one sleeper, if there is one.",
      signs: "`condition c on m`, `while !p { c.wait() }`.",
      cure:
        "Predicate under the mutex, wait in a loop, signal after every change that somebody may wait for.",
      related: ["lost wake-up", "spurious wake-up", "barging", "broadcast", "monitor"],
      run: "condition-handoff --runs 10 --chaos"),
    Term(
      "broadcast", ["notify all", "signal all"],
      meaning:
        "Waking all who wait on a condition. Signal wakes one, and if that one cannot use the news, nobody else hears "
        + "of it.",
      signs:
        "Waiters of different kinds on one condition, and a deadlock with a signal that woke the wrong one.",
      cure: "Broadcast where the news concerns more than one waiter, or give each kind its own condition.",
      related: ["condition variable", "lost wake-up", "thundering herd"],
      run: "signal-instead-of-broadcast --runs 30 --chaos"),
    Term(
      "thundering herd",
      meaning:
        "Many sleepers are woken for one thing; one gets it, and the others go back to sleep. The result is right "
        + "and the work is wasted.",
      signs: "A broadcast after which nearly all waiters wait again.",
      cure:
        "Wake as many as can go on: signal in place of broadcast, or a condition for each kind of waiter.",
      related: ["broadcast", "convoy", "condition variable"],
      run: "bounded-buffer-broadcast --runs 10 --chaos"),
    Term(
      "barrier", ["phase", "cyclic barrier"],
      meaning:
        "A meeting point for a fixed number of actors: all wait until the last has arrived, then all go on, and it is "
        + "ready for the next round. Every arrival comes before every pass of its round.",
      signs: "`barrier b(3)`, `b.wait()`. A deadlock with fewer arrivals than parties.",
      cure:
        "Every party passes the same number of times. A home-made one must keep the quick out of the next round.",
      related: ["rendezvous", "turnstile", "happens-before"], run: "barrier-phases-missing --runs 10 --chaos"),
    Term(
      "event", ["reset event", "auto-reset event", "manual-reset event"],
      meaning:
        "A flag that can be waited for, and that remembers. An automatic one lets one waiter go and is unset again; a "
        + "manual one lets everybody go until it is reset.",
      signs: "`event e`, `event e : manual`. Several waiters and one set: only one of them goes on.",
      cure: "Manual for news that concerns all, automatic for handing over one thing.",
      related: ["condition variable", "lost wake-up", "publication"], run: "start-gun-auto"),
    Term(
      "futex", ["fast user-space mutex"],
      meaning:
        "The system call under most locks of Linux: sleep if this word still has this value, and wake so many who "
        + "sleep on it. Without contention a lock is one atomic operation and no call at all.",
      signs:
        "The lab's own primitives are made of it; a contended lock costs microseconds, a free one nanoseconds.",
      cure: "Nothing to do: know that the price of a lock is the waiting, not the locking.",
      related: ["mutex", "contention", "busy waiting", "event count"],
      run: "lost-update-fixed -p N=1000 --runs 3"),
    Term(
      "event count", ["eventcount", "prepare to wait"],
      meaning:
        "A way to sleep without a lock: read a number, check the predicate, and sleep only if the number is still the "
        + "same. A change raises the number, so a wake-up between check and sleep cannot be lost.",
      signs: "Lock-free queues that can also block.",
      cure: "Raise the number after the change and before waking; check after reading the number.",
      related: ["futex", "lost wake-up", "condition variable"], run: "lost-wakeup-fixed --runs 10 --chaos"),
    Term(
      "ring buffer", ["ring", "spsc ring", "circular buffer"],
      meaning:
        "A bounded buffer in an array with two counters. With one producer and one consumer each counter has one "
        + "writer, so no lock is needed, only the right memory order.",
      signs:
        "The item is written first, then the counter is stored with release; the reader loads the counter with "
        + "acquire, then reads the item.",
      cure: "Announce an item after it is there, never before.",
      related: ["bounded buffer", "publication", "release/acquire"], run: "spsc-ring-early --runs 20 --chaos"),
    Term(
      "interleaving", ["schedule", "interleavings"],
      meaning:
        "One way in which the steps of several actors may follow each other. Two actors with three steps each have "
        + "20 of them, and a bug may live in one.",
      signs: "A schedule is written `left*2 right:1`; `run --schedule` makes the real threads take it.",
      cure:
        "Do not trust one run. Disturb it (`--chaos`), repeat it (`--runs`), or choose the order yourself.",
      related: ["nondeterminism", "preemption bound", "Mazurkiewicz trace"],
      run: "numbers-letters --runs 20 --chaos"),
    Term(
      "nondeterminism", ["heisenbug", "flaky"],
      meaning:
        "The same program on the same input may do different things, because the order of its threads is not fixed. "
        + "Looking at it, with a print or a debugger, changes the order.",
      signs: "A test that fails one time in a hundred.",
      cure: "Keep the schedule: a failing run that can be repeated is half mended.",
      related: ["interleaving", "race"], run: "numbers-letters --runs 20 --chaos"),
  ]
}
