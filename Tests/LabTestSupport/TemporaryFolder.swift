import LabPlatform

/// Runs a body with a folder that exists only for it.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try RunFolder()
  let path = "\(folder.path)/test"
  try Files.createFolder(path)
  let result = try body(path)
  try folder.close()
  return result
}
