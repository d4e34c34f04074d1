/// The arguments of a subcommand, parted into flags and operands.
struct ArgumentList {
    private(set) var operands: [String] = []
    private var flags: Set<String> = []
    private var values: [String: String] = [:]

    /// - Parameters:
    ///   - flags: the names of those without a value.
    ///   - valued: the names of those that take one, as `--seed 3` or `--seed=3`.
    /// - Throws: ``UsageError`` for a flag that is not known, or lacks its value, or has one too many.
    init(_ arguments: [String], command: String, flags known: [String] = [], valued: [String] = []) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                operands += rest
                return
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                operands.append(argument)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            if valued.contains(parts[0]) {
                guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else {
                    throw UsageError(message: "lagado \(command): \(argument) needs a value")
                }
                values[parts[0]] = value
            } else if known.contains(parts[0]) {
                guard parts.count == 1 else {
                    throw UsageError(message: "lagado \(command): \(parts[0]) takes no value")
                }
                flags.insert(argument)
            } else {
                throw UsageError.unknownFlag(parts[0], known: known + valued, command: command)
            }
        }
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    func value(_ flag: String) -> String? { values[flag] }

    /// A duration in seconds, above 0.
    func seconds(_ flag: String) throws -> Double? {
        guard let text = values[flag] else { return nil }
        guard let number = Double(text), number.isFinite, number > 0 else {
            throw UsageError(
                message: "\(flag) wants a number of seconds above 0, not '\(text)'",
                hint: "for example: \(flag) 60")
        }
        return number
    }

    /// A whole number from 0, such as a seed.
    func number(_ flag: String) throws -> UInt64? {
        guard let text = values[flag] else { return nil }
        guard let number = UInt64(text) else {
            throw UsageError(
                message: "\(flag) wants a whole number from 0, not '\(text)'",
                hint: "for example: \(flag) 42")
        }
        return number
    }
}
