import Foundation

/// `lagado` on a terminal: the prompt.
struct PromptCommand {
    private let terminal: Terminal

    init(_ terminal: Terminal) { self.terminal = terminal }

    func run() throws -> Int32 {
        let prompt = Prompt(terminal)
        return prompt.run()
    }
}
