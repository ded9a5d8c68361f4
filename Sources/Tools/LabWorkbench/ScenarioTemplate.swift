/// The scenario that `synclab new` writes: it runs, it fails, and says how to go on.
package enum ScenarioTemplate {
  /// Why a word cannot be the name of a scenario, nil if it can.
  package static func problem(ofName name: String) -> (reason: String, hint: String?)? {
    if name.hasSuffix(".lab") {
      return ("the file gets its ending by itself", "synclab new \(name.dropLast(4))")
    }
    if name.contains("/") {
      return ("it is written into the working directory", "change the directory first")
    }
    guard let first = name.utf8.first, isLetter(first) else { return ("it must begin with a letter", nil) }
    let isAllowed = { (byte: UInt8) in
      isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    guard name.utf8.allSatisfy(isAllowed) else {
      return ("only letters, digits, dashes and underscores may be in it", nil)
    }
    return name.utf8.count > 100 ? ("it is longer than 100 letters", nil) : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The text, in canonical form.
  package static func text(name: String) -> String {
    """
    // A scenario is a small concurrent program that says what it expects of itself.
    //   synclab check \(name).lab              looks for mistakes
    //   synclab run \(name).lab --runs 20      runs it on real threads
    scenario "\(name)"
    title    "Two clerks book seats without a lock"
    teaches  "Between testing a value and changing it, another thread may do the same."
    tags     race

    // Parameters can be set from outside: -p seats=5
    param clerks = 2 in 1...8
    param seats = 1

    // What the threads share. Other kinds: atomic, semaphore, condition, rwlock, barrier, event, buffer.
    var free = seats
    mutex desk

    // An array of threads; inside, `self` is the thread's index.
    thread clerk[clerks] {
        // Put the next lines into `with desk { }` and the last two expectations hold.
        if free > 0 {
            free = free - 1
        }
        with desk {
            mark "done", self
        }
    }

    // Whatever is not declared here (a race, a deadlock, a failed assert …) fails the file.
    expect race on free
    expect possible free == 0
    expect always free <= seats

    """
  }
}
