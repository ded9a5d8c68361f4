extension Glossary {
  static let memory: [Term] = [
    Term(
      "happens-before", ["happens before", "causality"],
      meaning:
        "The order that does not depend on luck: within a thread, from a release to the acquire that saw it, from a "
        + "signal to the wake-up, from spawn to first step, from end to join. What it does not order may happen in any "
        + "order, whatever the clock said.",
      signs: "`inspect --view hb --at A --and B` tells whether two steps are ordered, and by which chain.",
      cure:
        "If two conflicting accesses are not ordered, add the missing link: a common lock, a release and an acquire.",
      related: ["data race", "vector clock", "release/acquire", "Mazurkiewicz trace"],
      run: "race-hidden-by-lock --runs 20 --chaos"),
    Term(
      "memory order", ["memory model", "memory ordering", "weak memory"],
      meaning:
        "What one thread's accesses promise about the order in which others see them. Compilers and processors "
        + "reorder everything that no order forbids.",
      signs: "`a.store(1, release)`, `a.load(acquire)`; outcomes that no interleaving explains.",
      cure:
        "Start with sequential consistency; weaken an order only with an argument and a pair for every release.",
      related: ["release/acquire", "sequential consistency", "relaxed", "fence"],
      run: "message-passing --runs 20"),
    Term(
      "release/acquire", ["release acquire", "release", "acquire", "acquire release"],
      meaning:
        "A store with release publishes everything before it; a load with acquire that reads that store sees all of "
        + "it. The two make one hand-over between two threads.",
      signs: "A flag or a counter that is stored last on one side and loaded first on the other.",
      cure: "Use them as a pair on the same atomic. A release that nobody acquires orders nothing.",
      related: ["publication", "happens-before", "memory order", "fence"], run: "publication-fixed --runs 10"),
    Term(
      "relaxed", ["relaxed order", "relaxed atomic"],
      meaning:
        "An atomic access that cannot be torn and orders nothing else. Enough for a counter that is only read when "
        + "all are done.",
      signs: "`a.add(1, relaxed)`.",
      cure: "Never use it to say that something else is ready.",
      related: ["memory order", "release/acquire", "benign race"], run: "lost-update-atomic --runs 5"),
    Term(
      "sequential consistency", ["seq-cst", "sequentially consistent", "SC"],
      meaning:
        "The result is as if all steps were done one after the other in some order that keeps each thread's own. It "
        + "is what people expect, and what explorations assume.",
      signs:
        "An outcome outside it, such as both threads of store buffering reading 0, needs a weaker machine.",
      cure: "Programs without data races that use only seq-cst atomics have it for free.",
      related: ["memory order", "store buffering", "linearizability"], run: "store-buffering --runs 20"),
    Term(
      "store buffering", ["Dekker", "SB litmus"],
      meaning:
        "Each of two threads writes its own flag and then reads the other's. On real processors both may read the old "
        + "value, because a store waits in a buffer while the load goes ahead.",
      signs: "The outcome 0, 0, which no interleaving has.",
      cure: "Sequentially consistent atomics, or a full fence between the store and the load.",
      related: ["sequential consistency", "fence", "Peterson's algorithm"], run: "store-buffering --runs 20"),
    Term(
      "fence", ["memory barrier", "memory fence"],
      meaning:
        "An instruction that orders the accesses before it with those after it, without being an access itself.",
      signs: "`fence` between a store and a load.",
      cure: "Prefer orders on the accesses themselves: they say what pairs with what.",
      related: ["memory order", "release/acquire", "store buffering"], run: "message-passing --runs 20"),
    Term(
      "compare-and-swap", ["CAS", "compare and swap", "compare exchange"],
      meaning:
        "One atomic step: if the value is still what I read, replace it, and tell me whether that worked. It turns "
        + "check-then-act into something that can be repeated until it works.",
      signs: "A loop: load, compute, cas, again if it failed.",
      cure: "Look at its answer. Beware of values that come back (ABA).",
      related: ["lost update", "ABA", "linearizability", "check-then-act"], run: "cas-counter --runs 5"),
    Term(
      "ABA", ["ABA problem"],
      meaning:
        "A value was A, became B, and is A again; a compare-and-swap that saw the first A takes the second for it, "
        + "though the world has changed in between.",
      signs: "A lock-free stack that reuses its nodes and loses or doubles one.",
      cure:
        "A version counter beside the value, or memory that is not reused while anybody may still look at it.",
      related: ["compare-and-swap", "linearizability", "lock-free"], run: "treiber-aba --runs 30 --chaos"),
    Term(
      "lock-free", ["lock free", "wait-free", "non-blocking"],
      meaning:
        "Whatever the others do, some thread always makes progress (lock-free), or every thread does (wait-free). A "
        + "thread that stops in the middle blocks nobody.",
      signs: "Atomics and retry loops in place of locks.",
      cure: "Harder to get right than locks, and not always quicker: measure first.",
      related: ["compare-and-swap", "ABA", "linearizability"], run: "treiber-versioned --runs 5"),
    Term(
      "linearizability", ["linearizable", "linearization point"],
      meaning:
        "Each operation seems to happen at one moment between its call and its return. So a concurrent object can be "
        + "described by what it does when nobody else is there.",
      signs:
        "A history that can be put into an order that keeps real time and that a sequential object allows.",
      cure: "Name the step at which each operation takes effect; if there is none, it is not linearizable.",
      related: ["sequential consistency", "compare-and-swap", "lock-free"], run: "cas-counter --runs 5"),
  ]
}
