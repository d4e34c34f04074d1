import Foundation

/// What is wrong with a lesson file: where, what, and what to do.
public struct LessonError: Error, Equatable, Sendable, CustomStringConvertible {
    public var file: String
    /// The line, from 1; nil if the file as a whole is meant.
    public var line: Int?
    public var message: String
    public var hint: String?

    public init(file: String, line: Int?, message: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.message = message
        self.hint = hint
    }

    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(message)" + (hint.map { "\n  \($0)" } ?? "")
    }
}
