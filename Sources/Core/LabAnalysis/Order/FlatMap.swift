/// A map from 64-bit keys to numbers that are not negative, for hot paths: open addressing, no hashing of strings,
/// no allocation but growth.
struct FlatMap {
  private var keys: [UInt64] = Array(repeating: 0, count: 16)
  /// -1 where there is no entry.
  private var values: [Int32] = Array(repeating: -1, count: 16)
  private var count = 0

  /// The number of a key, -1 for none.
  func number(of key: UInt64) -> Int { Int(values[place(of: key)]) }

  /// Gives a key its number.
  mutating func set(_ key: UInt64, _ number: Int) {
    if 2 * (count + 1) > keys.count { grow() }
    let place = place(of: key)
    if values[place] < 0 { count += 1 }
    keys[place] = key
    values[place] = Int32(truncatingIfNeeded: number)
  }

  private func place(of key: UInt64) -> Int {
    var mixed = (key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 29
    let mask = keys.count - 1
    var place = Int(truncatingIfNeeded: mixed) & mask
    while values[place] >= 0, keys[place] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = zip(keys, values).filter { $0.1 >= 0 }
    keys = Array(repeating: 0, count: 2 * keys.count)
    values = Array(repeating: -1, count: keys.count)
    for (key, value) in old {
      let place = place(of: key)
      keys[place] = key
      values[place] = value
    }
  }
}
