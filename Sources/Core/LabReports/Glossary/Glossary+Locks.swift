extension Glossary {
  static let locks: [Term] = [
    Term(
      "mutex", ["lock", "mutual exclusion", "mutual exclusion lock"],
      meaning:
        "A lock with an owner: one thread at a time holds it, and only that thread gives it back. Everything done "
        + "before an unlock comes before whatever follows the next lock.",
      signs: "`mutex m`, `with m { }`.",
      cure:
        "Know which variables it guards, hold it briefly, never call unknown code while holding it, and prefer "
        + "scopes to pairs of lock and unlock.",
      related: ["critical section", "recursive mutex", "semaphore", "monitor", "happens-before"],
      run: "lost-update-fixed --runs 5"),
    Term(
      "recursive mutex", ["recursive", "reentrant lock", "re-entrant mutex"],
      meaning:
        "A mutex that its owner may take again; it is free when it has been given back as often. It counts, and "
        + "knows its owner.",
      signs: "`mutex m : recursive`.",
      cure:
        "Use it where an old interface leaves no choice. The inner code sees what the outer code has half changed.",
      related: ["self-deadlock", "errorcheck mutex", "mutex"], run: "self-deadlock-recursive --runs 5"),
    Term(
      "errorcheck mutex", ["errorcheck", "error-checking mutex"],
      meaning:
        "A mutex that refuses misuse in place of waiting for ever: relocking by the owner and unlocking by another "
        + "are errors.",
      signs: "`mutex m : errorcheck`; a finding of misuse in place of a deadlock.",
      cure: "Good while testing: the mistake is reported where it is made.",
      related: ["misuse", "self-deadlock", "recursive mutex"], run: "self-deadlock-errorcheck"),
    Term(
      "owner death", ["robust mutex", "robust", "robust lock", "EOWNERDEAD"],
      meaning:
        "The owner of a lock dies while it holds it, and the lock stays taken. A robust mutex hands it on marked "
        + "inconsistent, and the next owner must mend the data before it says so (`recover`).",
      signs: "Others wait for a lock whose owner has gone. Between threads the nearest thing is a lock leak.",
      cure:
        "`: robust` for locks in shared memory, and code that checks what `lock` answers and repairs the data.",
      related: ["leak", "mutex", "critical section"], run: "missing-unlock"),
    Term(
      "rwlock", ["reader-writer lock", "readers-writers", "read-write lock", "shared lock"],
      meaning:
        "A lock for many readers or one writer. Readers do not order each other; a writer is ordered with all of "
        + "them.",
      signs: "`rwlock l`, `with read l { }`, `with write l { }`.",
      cure:
        "Worth it only where reads are long and writes are rare. Never write under the read lock, and do not upgrade.",
      related: ["upgrade deadlock", "starvation", "mutex"], run: "readers-writers --runs 10 --chaos"),
    Term(
      "critical section", ["section"],
      meaning:
        "A stretch of code in which at most one thread may be, because it breaks and mends an invariant. The lock "
        + "makes it so; the section itself is only the claim.",
      signs:
        "`section s { }` in a scenario counts who is inside and orders nothing; two inside is a failure.",
      cure: "One lock for one invariant, held from the first read that counts to the last write.",
      related: ["mutex", "invariant", "atomicity violation", "contention"], run: "flag-lock --runs 30 --chaos"
    ),
    Term(
      "monitor", ["Hoare monitor", "Mesa monitor"],
      meaning:
        "Data, its lock and its conditions in one object, with the lock taken at every entrance. In Mesa's kind, "
        + "which everybody uses today, a signalled waiter competes for the lock like a newcomer.",
      signs: "A class whose methods all lock the same mutex and wait on its conditions.",
      cure: "Wait in loops; broadcast when more than one kind of waiter may be concerned.",
      related: ["condition variable", "mutex", "barging", "invariant"],
      run: "bounded-buffer --runs 20 --chaos"),
    Term(
      "ticket lock", ["bakery"],
      meaning:
        "A spin-lock that serves in order of arrival: take a number, wait until it is called, call the next one when "
        + "leaving.",
      signs: "Two counters, next ticket and now serving, and a loop.",
      cure: "Fair and small. All waiters watch one word, so it does not scale to many processors.",
      related: ["busy waiting", "fairness", "mutex", "compare-and-swap"], run: "ticket-lock --runs 5"),
    Term(
      "Peterson's algorithm", ["peterson", "peterson lock"],
      meaning:
        "A lock for two threads made of loads and stores only: say that you want to enter, let the other go first, "
        + "and wait while it wants to and has the turn.",
      signs: "Correct on sequentially consistent atomics, broken on plain variables or weaker orders.",
      cure: "A lesson, not a tool. It shows what memory order is for.",
      related: ["sequential consistency", "memory order", "mutex", "store buffering"],
      run: "peterson-plain --runs 20 --chaos"),
    Term(
      "misuse", ["contract violation"],
      meaning:
        "A primitive used against its contract: unlocking what another holds, waiting without the mutex, relocking "
        + "an error-checking mutex, a semaphore beyond its limit.",
      signs: "The lab ends the run there, and says who did what and what it held.",
      cure: "Give back only what you took yourself; where one thread is to release another, use a semaphore.",
      related: ["errorcheck mutex", "leak", "semaphore"], run: "unlock-by-non-owner"),
    Term(
      "failure", ["assertion", "assert"],
      meaning:
        "A check of the scenario that did not hold: an assertion, a section with too many inside, a division by "
        + "zero, an index out of range.",
      signs: "The message, its place, and what led there: the last things that the actor saw.",
      cure: "Follow the values back: which one was out of date, and who changed it in between?",
      related: ["invariant", "atomicity violation", "barging"], run: "bounded-buffer-if --runs 50 --chaos"),
    Term(
      "trylock", ["try lock", "back-off", "backoff"],
      meaning:
        "Taking a lock only if it is free, and doing something else if not. Whoever tries never waits, so it can be "
        + "no part of a deadlock.",
      signs: "`if m.trylock() { … }`.",
      cure: "Give back what you hold before you try again, and wait a little, or it becomes a livelock.",
      related: ["livelock", "deadlock", "lock order"], run: "abba-trylock --runs 10 --chaos"),
  ]
}
