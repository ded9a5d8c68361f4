extension Glossary {
  static let waiting: [Term] = [
    Term(
      "lost wake-up", ["lost signal", "missed signal", "lost notify"],
      meaning:
        "A signal comes before the wait it was meant for. A condition variable remembers nothing, so the waiter "
        + "waits for news that has been and gone.",
      signs:
        "A deadlock of one waiter on a condition; the lab shows the signal that woke nobody, and where it was.",
      cure: "Keep the news in a variable under the mutex, and wait only while it is missing: "
        + "`while !ready { c.wait() }`. Check and wait under the same lock.",
      related: ["condition variable", "spurious wake-up", "semaphore", "event"],
      run: "lost-wakeup --runs 50 --chaos"),
    Term(
      "spurious wake-up", ["spurious wakeup"],
      meaning:
        "A wait on a condition that ends although nobody signalled. Standards allow it, and systems do it.",
      signs: "A woken waiter whose predicate is false.",
      cure:
        "Always wait in a loop over the predicate: being woken is a reason to look again, never an answer.",
      related: ["condition variable", "lost wake-up", "barging"], run: "bounded-buffer --runs 20 --chaos"),
    Term(
      "barging", ["stolen wake-up", "signal and continue"],
      meaning:
        "Between the signal and the moment when the woken thread has the mutex again, another thread takes the "
        + "mutex, and with it what the signal was about. Signalling makes the waiter runnable, no more.",
      signs:
        "A waiter guarded by `if` that finds nothing after it was woken: an underflow, an item taken twice.",
      cure: "`while` in place of `if` around the wait.",
      related: ["condition variable", "monitor", "fairness", "spurious wake-up"],
      run: "bounded-buffer-if --runs 50 --chaos"),
    Term(
      "busy waiting", ["spin", "spinning", "polling", "spin-lock"],
      meaning:
        "Asking again and again instead of sleeping until told. It is quick where the wait is shorter than a sleep "
        + "and a wake-up, and wastes a processor everywhere else.",
      signs: "Full load and no progress; thousands of reads of one variable in the steps.",
      cure:
        "Wait on a condition, an event or a semaphore. Where spinning is right, spin on an atomic, for a bounded time.",
      related: ["livelock", "futex", "ticket lock", "publication"], run: "flag-lock-fixed --runs 5"),
    Term(
      "fairness", ["fair", "weak fairness", "first come first served"],
      meaning:
        "A promise about who is next. A fair lock serves in the order of arrival; weak fairness only says that "
        + "whoever can always go on will do so some time.",
      signs: "`: fair` in a declaration; equal waits in `inspect --view waits`.",
      cure:
        "Ask for it where starvation hurts. It costs speed: the lock must wait for the next in line to wake up.",
      related: ["starvation", "barging", "ticket lock", "convoy"], run: "readers-writers-fair --runs 5"),
    Term(
      "convoy", ["lock convoy"],
      meaning:
        "Threads that need one lock for short times queue up behind each other and stay queued: each is woken, "
        + "does its little work, and queues again. The lock is handed over more often than it is used.",
      signs:
        "Nearly every acquisition waits, and waits are much longer than holds: see `inspect --view waits`.",
      cure:
        "Hold the lock less often, let newcomers take a free lock at once, split the data, or work in batches.",
      related: ["fairness", "contention", "priority inversion"], run: "lost-update-fixed -p N=1000 --runs 3"),
    Term(
      "contention", ["contended lock"],
      meaning:
        "Several threads want the same thing at the same time, so some of them wait. What is lost is not only the "
        + "wait but also the sleep and the wake-up.",
      signs: "`inspect --view waits`: how many acquisitions had to wait, how long in all, how many at once.",
      cure: "Shorter critical sections, finer locks, data that is not shared.",
      related: ["convoy", "critical section", "busy waiting"], run: "lost-update-fixed -p N=1000 --runs 3"),
    Term(
      "bounded buffer", ["bounded queue"],
      meaning:
        "A queue with room for so many items: putting waits while it is full, getting waits while it is empty. It "
        + "lets a quick producer run ahead, and only so far.",
      signs:
        "Two conditions (not full, not empty) under one mutex, or two semaphores that count slots and items.",
      cure:
        "Wait in loops, signal the side that can go on, and acquire the counting semaphore before the mutex.",
      related: ["producer-consumer", "condition variable", "semaphore", "barging"],
      run: "bounded-buffer --runs 20 --chaos"),
    Term(
      "producer-consumer", ["producer consumer problem"],
      meaning:
        "Some threads make items, others use them up, and a buffer stands between them. The questions are always the "
        + "same: who waits when it is full or empty, who wakes whom, and how it ends.",
      signs: "Items lost or taken twice, an underflow, or both sides asleep.",
      cure: "A bounded buffer that can be closed: producers then fail, consumers take what is left and stop.",
      related: ["bounded buffer", "semaphore", "condition variable"], run: "builtin-buffer --runs 5"),
    Term(
      "rendezvous", ["meeting"],
      meaning:
        "Two threads meet: neither goes on before the other has arrived. Each first says that it is here, and then "
        + "waits for the other.",
      signs: "Two semaphores, crosswise: release mine, acquire yours.",
      cure: "Signal before waiting. If both wait first, neither ever signals.",
      related: ["semaphore", "barrier", "deadlock"], run: "rendezvous-deadlock"),
    Term(
      "turnstile", ["baton"],
      meaning:
        "Acquire and release in a row: threads pass one at a time, and whoever leaves lets the next one in. Stopping "
        + "the turnstile stops everybody behind it.",
      signs: "A semaphore that is acquired and released at once.",
      cure: "Every path that passes must turn it on for the next one.",
      related: ["semaphore", "barrier", "rendezvous"], run: "turnstile-stuck"),
  ]
}
