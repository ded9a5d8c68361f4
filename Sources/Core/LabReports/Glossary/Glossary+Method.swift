extension Glossary {
  /// How tools look for bugs.
  static let method: [Term] = [
    Term(
      "vector clock", ["vector clocks"],
      meaning:
        "For each thread, how far it knows of every other thread. A release hands the clock on, an acquire takes the "
        + "larger of both; one event comes before another exactly if the other's clock knows of it.",
      signs:
        "The lab finds data races with it, in one pass over the trace and without looking at time stamps.",
      cure: "Nothing to do by hand: `inspect --view hb` answers the same questions.",
      related: ["happens-before", "epoch", "data race"], run: "race-hidden-by-lock --runs 20 --chaos"),
    Term(
      "epoch", ["FastTrack"],
      meaning:
        "One thread and one number: the moment of a thread's own clock. FastTrack keeps only the epoch of the last "
        + "write to a variable in place of a whole vector clock, which makes race detection linear.",
      signs: "Inside the lab; a race names the two accesses whose epochs were not ordered.",
      cure: "Nothing to do by hand.",
      related: ["vector clock", "data race"], run: "lost-update --runs 20"),
    Term(
      "preemption bound", ["context bound", "preemption"],
      meaning:
        "Looking only at schedules with at most so many preemptions: switches away from an actor that could have gone "
        + "on. Most bugs need two or fewer, which makes the search small.",
      signs: "A witness that says how many preemptions it needs.",
      cure: "Start with a small bound; a bound that found nothing proves nothing beyond it.",
      related: ["interleaving", "Mazurkiewicz trace", "PCT"], run: "lost-update --runs 20"),
    Term(
      "PCT", ["probabilistic concurrency testing"],
      meaning:
        "Random priorities with a few random changes: it finds a bug that needs d ordering constraints with a "
        + "probability that can be computed, in every run.",
      signs: "A strategy of explorers and stress tools.",
      cure: "Run it many times and with several depths, beside other strategies.",
      related: ["preemption bound", "interleaving"], run: "bounded-buffer-if --runs 50 --chaos"),
    Term(
      "Mazurkiewicz trace", ["partial order", "trace equivalence"],
      meaning:
        "All interleavings that differ only in the order of independent steps, taken as one. Each of them leads to "
        + "the same result, so looking at one is enough.",
      signs: "Two threads that touch different variables: many interleavings, one trace.",
      cure: "Count these, not interleavings, to know how much there is to test.",
      related: ["DPOR", "sleep set", "happens-before", "interleaving"], run: "abba-one-thread"),
    Term(
      "DPOR", ["dynamic partial-order reduction", "partial-order reduction"],
      meaning:
        "A search through interleavings that backtracks only where two steps really depend on each other, as seen in "
        + "the runs themselves. It visits at least one of each Mazurkiewicz trace; optimal kinds visit exactly one.",
      signs: "An explorer that needs ten executions where there are a thousand interleavings.",
      cure: "Nothing to do by hand; fewer shared accesses make the search smaller.",
      related: ["Mazurkiewicz trace", "sleep set", "interleaving"], run: "numbers-letters --runs 20 --chaos"),
    Term(
      "sleep set", ["sleep sets"],
      meaning:
        "Steps that a search need not try from here, because their effect has been seen in a neighbouring branch and "
        + "nothing dependent has happened since.",
      signs: "Inside explorers: executions that are cut short as redundant.",
      cure: "Nothing to do by hand.",
      related: ["DPOR", "Mazurkiewicz trace"], run: "numbers-letters --runs 20 --chaos"),
    Term(
      "false alarm", ["false positive"],
      meaning:
        "A report of something that no run can do. Lock-order tools are known for it: opposite orders in one thread, "
        + "behind a gate, or with a join between them cannot deadlock.",
      signs: "The scenarios tagged false-alarm: the lab says nothing about them.",
      cure: "Ask a report for its witness: what it says happened, or only a pattern.",
      related: ["gate lock", "lock order", "happens-before"], run: "abba-after-join --runs 20 --chaos"),
  ]
}
