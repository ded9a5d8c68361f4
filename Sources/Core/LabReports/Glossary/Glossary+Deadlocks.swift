extension Glossary {
  static let deadlocks: [Term] = [
    Term(
      "deadlock", ["deadly embrace"],
      meaning:
        "Actors wait for each other and none of them can ever go on. Four things come together: locks exclude, "
        + "are held while waiting, are not taken away, and the waiting goes round in a circle.",
      signs:
        "Nothing happens and no processor is busy. The wait-for graph has a cycle; the lab names its members, what "
        + "each holds and since where.",
      cure:
        "Break one of the four: take locks in one order everywhere, take all at once, or try and back off.",
      related: ["lock order", "wait-for graph", "partial deadlock", "self-deadlock", "livelock"],
      run: "abba-deadlock --runs 20 --chaos"),
    Term(
      "partial deadlock",
      meaning:
        "Some actors are blocked for ever while others run on. The program looks alive, which makes it harder to "
        + "notice than a total deadlock.",
      signs:
        "A part of the work stops; the lab reports the blocked set as soon as nobody outside it can end the wait.",
      cure: "As for a deadlock. Deadlines on waits make it visible in production.",
      related: ["deadlock", "wait-for graph", "starvation"], run: "abba-deadlock --runs 20 --chaos"),
    Term(
      "hold and wait", ["hold-and-wait"],
      meaning:
        "An actor keeps a lock while it waits for something else: another lock, a permit, an item. It is one of "
        + "the four conditions of a deadlock, and the one that is easiest to remove.",
      signs:
        "A blocked actor with a lock in its hand, and somebody who needs that lock to end the wait.",
      cure: "Wait first and lock afterwards, or give the lock back before waiting.",
      related: ["deadlock", "nested monitor", "semaphore"], run: "semaphore-buffer-swapped --runs 20 --chaos"),
    Term(
      "nested monitor", ["nested-monitor", "nested monitor lockout"],
      meaning:
        "A thread waits on a condition while it holds a second lock. The wait gives back only the condition's own "
        + "mutex, and whoever should signal cannot get past the other lock.",
      signs: "A waiter on a condition that still holds a lock, and a signaller blocked on that lock.",
      cure: "Do not wait inside an outer lock: release it first, or let one mutex guard both.",
      related: ["hold and wait", "condition variable", "deadlock"], run: "lost-wakeup --runs 20 --chaos"),
    Term(
      "self-deadlock", ["self deadlock", "relock"],
      meaning:
        "A thread waits for a lock that it holds itself. Most often a locked function calls another function that "
        + "takes the same lock.",
      signs: "A cycle of one in the wait-for graph: the owner and the waiter are the same.",
      cure:
        "Split the function into a public one that locks and an inner one that expects the lock. A recursive mutex "
        + "hides the symptom and leaves the question who may see a half-made change.",
      related: ["recursive mutex", "errorcheck mutex", "deadlock"], run: "self-deadlock"),
    Term(
      "lock order", ["lock-order cycle", "lock order inversion", "lock hierarchy", "lockcycle"],
      meaning:
        "Which lock is taken while which is held. If the order has a cycle (a before b here, b before a there), "
        + "some schedule may deadlock, even if no run ever has.",
      signs: "`inspect --view locks` lists each edge with its places and marks those that close a cycle.",
      cure:
        "Number the locks and take them in rising order everywhere; for two equal things, order them by address or "
        + "by number.",
      related: ["deadlock", "gate lock", "wait-for graph"], run: "abba-deadlock --runs 20 --chaos"),
    Term(
      "wait-for graph", ["waits-for graph", "wait graph"],
      meaning:
        "Who waits for whom: an arrow from each waiting actor to those who alone could let it go on. For locks and "
        + "joins a cycle means deadlock.",
      signs: "`inspect --view waits` draws it at the end of the run, or after a step with `--at`.",
      cure: "Read it from the arrow that surprises you: why does that actor still hold what the other needs?",
      related: ["deadlock", "lock order", "partial deadlock"], run: "dining-philosophers --runs 50 --chaos"),
    Term(
      "gate lock", ["gate", "guard lock"],
      meaning:
        "A lock held around the taking of others. Opposite orders behind a common gate cannot deadlock, because "
        + "only one actor at a time is between its two locks.",
      signs:
        "A cycle in the order of the inner locks, and one outer lock held at all of its edges: nothing is reported.",
      cure: "It is sound, and costs concurrency. One order for the inner locks needs no gate.",
      related: ["lock order", "deadlock"], run: "gate-lock --runs 20 --chaos"),
    Term(
      "upgrade deadlock", ["lock upgrade", "read-write upgrade"],
      meaning:
        "A reader wants to become the writer without letting go. A writer waits until all readers have left, and "
        + "one of them is itself; two upgraders also wait for each other.",
      signs: "An actor that holds an rwlock to read and waits to write it.",
      cure:
        "Give the read lock back, take the write lock, and look again at what was read; or take the write lock at "
        + "once.",
      related: ["rwlock", "self-deadlock", "deadlock"], run: "upgrade-deadlock"),
    Term(
      "livelock", ["live lock"],
      meaning:
        "Actors keep moving and get nowhere: each backs off for the other, and they meet again. Unlike in a "
        + "deadlock the processors are busy.",
      signs: "Endless retries without progress; a run that times out.",
      cure:
        "Back off for a random or a growing time, give up after some attempts, or fix one order so that no "
        + "back-off is needed.",
      related: ["deadlock", "starvation", "busy waiting"], run: "abba-livelock --timeout 2s"),
    Term(
      "starvation", ["starve", "indefinite postponement"],
      meaning:
        "An actor could go on again and again, and others are always quicker. Nobody is blocked for ever, yet this "
        + "one never gets its turn.",
      signs:
        "One actor's waits grow while the others pass; readers who never leave the room empty for a writer.",
      cure: "A fair lock (first come, first served), or a limit on how many may overtake.",
      related: ["fairness", "barging", "rwlock"], run: "readers-writers-starvation --timeout 2s"),
    Term(
      "dining philosophers", ["philosophers"],
      meaning:
        "Dijkstra's table: each philosopher needs the two forks beside the plate. If all take the left one first, "
        + "all may hold one fork and wait for the other in a circle.",
      signs: "A wait-for cycle through all philosophers, and a lock-order cycle through all forks.",
      cure: "Take the lower-numbered fork first, or let only N - 1 sit down at a time.",
      related: ["deadlock", "lock order", "semaphore"], run: "dining-philosophers --runs 50 --chaos"),
    Term(
      "leak", ["lock leak", "missing unlock"],
      meaning:
        "An actor finished and still holds a lock, so everybody who asks for it from then on waits for ever. It is "
        + "usually an early return or an error path that goes past the unlock.",
      signs:
        "A lock held at the end by an actor that has finished; sometimes a deadlock of those who came later.",
      cure: "Tie the lock to a scope: `with m { }` gives it back on every way out.",
      related: ["misuse", "deadlock", "owner death"], run: "missing-unlock"),
    Term(
      "join", ["waiting for a thread"],
      meaning:
        "Waiting until another thread has ended. Everything that thread did comes before the end of the join.",
      signs: "An arrow from the joining thread to the joined one in the wait-for graph.",
      cure: "Do not hold a lock that the joined thread still needs, and never join in a circle.",
      related: ["happens-before", "wait-for graph", "deadlock"], run: "abba-after-join"),
    Term(
      "priority inversion", ["priority inheritance"],
      meaning:
        "A thread of high priority waits for a lock whose owner, of low priority, does not get to run because "
        + "others of middle priority do. The high one then waits for the middle ones, which it should not know of.",
      signs: "A long wait for a lock with a short critical section, whose owner was ready and not running.",
      cure:
        "Locks that lend the waiter's priority to the owner, or no locks between threads of unlike urgency.",
      related: ["convoy", "fairness", "starvation"], run: "lost-update-fixed --runs 5 --chaos"),
  ]
}
