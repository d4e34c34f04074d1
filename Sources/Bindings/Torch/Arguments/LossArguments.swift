import Language
import Tensors

/// What losses take beside what they compute: how they were reduced before there was `reduction`, and
/// weights.
enum LossArguments {
    /// Behind which parameter the two old ones stand; the front of a module's where there is none.
    private static let places: [String: (average: String, reduce: String)] = [
        "cross_entropy": ("weight", "ignore_index"), "nll_loss": ("weight", "ignore_index"),
        "binary_cross_entropy": ("weight", "size_average"),
        "binary_cross_entropy_with_logits": ("weight", "size_average"),
        "mse_loss": ("target", "size_average"), "l1_loss": ("target", "size_average"),
        "smooth_l1_loss": ("target", "size_average"), "kl_div": ("target", "size_average"),
        "cosine_embedding_loss": ("margin", "size_average"),
        "margin_ranking_loss": ("margin", "size_average"),
        "triplet_margin_loss": ("swap", "size_average"),
        "CrossEntropyLoss": ("weight", "ignore_index"), "NLLLoss": ("weight", "ignore_index"),
        "BCELoss": ("weight", "size_average"), "BCEWithLogitsLoss": ("weight", "size_average"),
        "MSELoss": ("", "size_average"), "L1Loss": ("", "size_average"),
        "SmoothL1Loss": ("", "size_average"), "KLDivLoss": ("", "size_average"),
    ]
    private static let average = ParameterInformation(
        "size_average", "the old form of reduction", default: "None", type: "bool or None", .either)
    private static let reduce = ParameterInformation(
        "reduce", "the old form of reduction", default: "None", type: "bool or None", .either)
    private static let weight = Parameter<Tensor?>("weight", "a number for each element", default: nil)
    private static let weighted: Set<String> = ["mse_loss", "l1_loss", "huber_loss"]

    static func added(to command: Builtin) -> Builtin {
        var result = command
        if weighted.contains(command.name) {
            result = result.taking([weight.information]) { try weighed($0) }
        }
        guard let place = places[command.name] else { return result }
        return result.taking([average], after: place.average) { try reduced($0) }
            .taking([reduce], after: place.reduce) { try reduced($0) }
    }

    /// - Throws: The warning that PyTorch gives, where a program makes an error of it.
    private static func reduced(_ given: FurtherCall) throws -> Value {
        var call = given
        let old = try [average.name, reduce.name].map { name in
            try Bool?.from(call[name] ?? call.argument(name) ?? .none) ?? nil
        }
        guard old[0] != nil || old[1] != nil else { return try call.result() }
        let name = !(old[1] ?? true) ? "none" : old[0] ?? true ? "mean" : "sum"
        try Interpreter.current?.warn(
            "size_average and reduce args will be deprecated, please use reduction='\(name)' instead.")
        call.arguments.keywords.removeAll { ["reduction", average.name, reduce.name].contains($0.name) }
        call.arguments.keywords.append(("reduction", .string(name)))
        return try call.result()
    }

    private static func weighed(_ given: FurtherCall) throws -> Value {
        guard let weight = try given.value(weight) else { return try given.result() }
        var call = given
        let reduction = try call.argument("reduction")?.text ?? "mean"
        let size = try call.argument("input").flatMap { try Tensor.from($0) }?.shape
        guard size == weight.shape else {
            throw ScriptError("ValueError", "Weights and input must have the same size.")
        }
        guard let place = call.command.parameters.firstIndex(where: { $0.name == "reduction" }),
            call.arguments.positional.count <= place
        else { return try call.result() }
        call.arguments.keywords.removeAll { $0.name == "reduction" }
        call.arguments.keywords.append(("reduction", .string("none")))
        guard let errors = try Tensor.from(call.result()) else { return .none }
        let all = try errors * weight
        switch reduction {
        case "none": return all.scriptValue
        case "sum": return try all.sum().scriptValue
        default:
            return try (call.command.name == "huber_loss" ? all.mean() : all.sum() / weight.sum()).scriptValue
        }
    }
}
