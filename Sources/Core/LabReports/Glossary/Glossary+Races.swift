extension Glossary {
  static let races: [Term] = [
    Term(
      "race", ["race condition"],
      meaning:
        "What comes out depends on who is first. The word is used for data races, where two accesses to the "
        + "same memory are not ordered, and more widely for every wrong result of an unlucky order.",
      signs: "A result that differs from run to run, or changes when a print or a sleep is added.",
      cure:
        "Find the steps that must not be torn apart, and keep others out of them: one lock around all of them, "
        + "or one atomic operation.",
      related: ["data race", "atomicity violation", "happens-before", "lost update"],
      run: "lost-update --runs 20"),
    Term(
      "data race", ["conflicting accesses"],
      meaning:
        "Two threads access the same variable, at least one of them writes, neither access is atomic, and "
        + "nothing orders the two. In C, C++ and Swift the behaviour is then undefined, not merely old or new.",
      signs:
        "The lab shows both accesses in two columns, with what each side held and where it last synchronised. "
        + "It finds the race also in a run where nothing went wrong.",
      cure:
        "Hold the same lock at both accesses, make the variable atomic, or order the two by a spawn, a join or a "
        + "signal.",
      related: ["race", "happens-before", "lockset", "vector clock"], run: "lost-update --runs 20"),
    Term(
      "lost update", ["read-modify-write race"],
      meaning:
        "Two threads read the same old value, both compute from it, and both write: one of the updates is gone. "
        + "`counter = counter + 1` is two steps, a read and a write, and another thread fits between them.",
      signs: "A counter that is too small; in the steps, two reads of one value before the write of either.",
      cure: "Make it one step: a lock around read and write in every thread, or an atomic add.",
      related: ["data race", "atomicity violation", "compare-and-swap"], run: "lost-update --runs 20"),
    Term(
      "atomicity violation", ["atomicity", "atomic"],
      meaning:
        "Several steps belong together, each is safe by itself, and another thread comes between them. There "
        + "need not be a data race: every access may hold a lock, just not the same stretch of it.",
      signs:
        "A check that was true when it was made and false when it was acted upon; a sum over two variables that "
        + "is wrong although each of them is right.",
      cure: "Widen the lock until the whole decision is inside: from the first read to the last write.",
      related: ["check-then-act", "critical section", "lost update", "invariant"],
      run: "two-field-invariant --runs 20"),
    Term(
      "check-then-act", ["time of check to time of use", "TOCTOU"],
      meaning:
        "A thread looks, decides, and acts on what it saw. Between the look and the act somebody else may have "
        + "changed it, so the decision is about the past.",
      signs:
        "A lock that is taken for the check, given back, and taken again for the act; the last seat sold twice.",
      cure:
        "Check and act inside one critical section, or use an operation that does both, such as compare-and-swap "
        + "or a try that answers whether it worked.",
      related: ["atomicity violation", "compare-and-swap", "double-checked locking"],
      run: "check-then-act --runs 20 --chaos"),
    Term(
      "double-checked locking", ["double checked init", "lazy initialisation", "singleton"],
      meaning:
        "A flag is looked at without the lock first, to spare the lock once things are ready. Whoever sees the "
        + "flag set skips the lock, and with it the only thing that orders the data behind the flag.",
      signs:
        "The same variable read twice, without the lock and then with it; a race between that first look and the "
        + "write under the lock.",
      cure:
        "Make the flag atomic: store it with release after the data is ready, load it with acquire. Or use what "
        + "the language offers for values made once.",
      related: ["publication", "release/acquire", "data race"], run: "double-checked-init --runs 20 --chaos"),
    Term(
      "publication", ["unsafe publication", "flag"],
      meaning:
        "One thread prepares data and then raises a flag; another sees the flag and takes the data. Only if the "
        + "flag itself orders the two does the second thread see the data as it was prepared.",
      signs: "A plain variable used as a flag; a race on the flag, and another on the data behind it.",
      cure:
        "An atomic flag, stored with release and loaded with acquire, or a condition, an event or a lock.",
      related: ["release/acquire", "happens-before", "double-checked locking", "busy waiting"],
      run: "publication --runs 20 --chaos"),
    Term(
      "lockset", ["inferred lock", "Eraser"],
      meaning:
        "The locks held at an access. If the locksets of all accesses to a variable have one lock in common, "
        + "that lock guards it; if they have none in common, nobody guards it all the time.",
      signs:
        "`inspect --view locks` lists, for each variable, which lock was held at how many of its accesses.",
      cure:
        "Decide on one lock for each variable and take it at every access; write `guarded by` to have it checked.",
      related: ["guard", "data race", "happens-before"], run: "wrong-lock --runs 5"),
    Term(
      "guard", ["guarded by", "guard violation"],
      meaning:
        "The lock that a variable is declared to be protected by. An access without it is wrong even if something "
        + "else happened to order it in this run.",
      signs: "`var x guarded by m` in a scenario, and a finding that names the access that went past m.",
      cure:
        "Take the declared lock around the access, for writing where it writes; or correct the declaration.",
      related: ["lockset", "critical section", "monitor"], run: "lost-update-fixed --runs 5"),
    Term(
      "atomic region", ["atomic block", "transaction"],
      meaning:
        "A block that runs as one step: nobody else's atomic region comes in between. It is ordered with other "
        + "atomic regions only, so a plain access outside still races with it.",
      signs: "`atomic { }` in a scenario.",
      cure: "Put every access to the same variables into regions, or protect them by a lock instead.",
      related: ["critical section", "data race", "atomicity violation"], run: "treiber-versioned --runs 5"),
    Term(
      "invariant", ["safety property"],
      meaning:
        "Something that is true whenever nobody is in the middle of a change, such as `a + b` is constant. A "
        + "lock protects an invariant, not a variable: whoever holds it may break the rule for a while and must mend it.",
      signs: "`expect always` and `assert` in a scenario; an auditor that sees a wrong sum.",
      cure:
        "Name the invariant, and take its lock for every read that relies on it and every write that may break it.",
      related: ["atomicity violation", "critical section", "monitor"], run: "two-field-invariant --runs 20"),
    Term(
      "benign race", ["harmless race"],
      meaning:
        "A data race that somebody believes to be harmless, such as a statistics counter that may lose an update. "
        + "Compilers may assume that there are no data races, so the belief holds for no language with that rule.",
      signs: "A comment that says the race does not matter.",
      cure: "Say what is meant: a relaxed atomic costs next to nothing and promises exactly that.",
      related: ["data race", "memory order", "relaxed"], run: "lost-update-atomic --runs 5"),
  ]
}
