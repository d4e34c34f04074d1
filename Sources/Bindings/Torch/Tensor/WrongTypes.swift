import Language

/// Where an argument of the wrong type is not a TypeError in PyTorch: a part of it is written in Python,
/// which asks the argument for a method, or makes a number of it.
enum WrongTypes {
    private static let functions: Set<String> = [
        "sigmoid", "tanh", "softmax", "log_softmax", "normalize", "mse_loss", "l1_loss",
        "smooth_l1_loss", "huber_loss",
        "binary_cross_entropy", "binary_cross_entropy_with_logits", "glu", "softsign", "margin_ranking_loss",
    ]
    private static let layers: Set<String> = [
        "Softmax", "LogSoftmax", "BatchNorm1d", "Flatten", "MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss",
        "BCELoss",
        "BCEWithLogitsLoss", "MultiheadAttention",
    ]
    /// Functions of `torch` that are written in Python.
    static let torch: Set<String> = ["norm", "tensordot"]
    /// Sizes that a method takes one by one, and a function only as a tuple.
    private static let tuples = [
        "reshape": "shape", "permute": "dims", "flip": "dims", "tile": "dims", "broadcast_to": "size",
        "layer_norm": "normalized_shape", "rms_norm": "normalized_shape", "pad": "pad",
    ]

    /// A function of `torch.nn.functional`.
    static func ofFunction(_ command: Builtin) -> Builtin {
        // It takes the opposite first, which a number has.
        if command.name == "softmin" {
            return command.raisingWrongTypes(as: "AttributeError") { parameter, value in
                switch value {
                case .int, .float, .bool: return parameter.name == "input"
                default: return false
                }
            }
        }
        return wantingTuple(functions.contains(command.name) ? asking(command) : command)
    }

    /// The class of the error where a function of `torch.nn.functional` gets no tensor; nil for a TypeError.
    static func exceptionClass(ofFunction name: String) -> String? {
        functions.contains(name) ? "AttributeError" : nil
    }

    /// A function of `torch`, also where it is a method too.
    static func ofTorch(_ command: Builtin) -> Builtin {
        // A text has a `split` of its own, which refuses the number.
        guard command.name != "split" else {
            return command.raisingWrongTypes(as: "AttributeError") { parameter, value in
                parameter.name == "input" && value.text == nil
            }
        }
        return wantingTuple(torch.contains(command.name) ? asking(command) : command)
    }

    /// The `forward` of a layer.
    static func ofLayer(_ name: String, _ forward: Builtin) -> Builtin {
        layers.contains(name) ? asking(forward) : forward
    }

    /// A command that asks its tensors for a method: the error is an AttributeError.
    static func asking(_ command: Builtin) -> Builtin {
        command.raisingWrongTypes(as: "AttributeError") { parameter, _ in
            parameter.typeName.hasPrefix("Tensor")
        }
    }

    /// `torch.reshape(x, 6)` and `torch.reshape(x, 2, 3)` are refused, as in
    /// PyTorch: `x.reshape(2, 3)` is not.
    private static func wantingTuple(_ command: Builtin) -> Builtin {
        guard let name = tuples[command.name],
            let place = command.parameters.firstIndex(where: { $0.name == name })
        else { return command }
        let isLast = command.parameters[place].passing == .variadic
        return command.checking { arguments in
            let given = arguments.positional
            let sizes = given.count > place ? given[place] : arguments.keyword(name)
            if let sizes, try Operations.index(sizes) != nil || (isLast && given.count > place + 1) {
                throw ScriptError(
                    "TypeError",
                    "\(command.name)(): argument '\(name)' (position \(place + 1)) must be tuple of ints, "
                        + "not \(sizes.typeName)", hint: "torch.\(command.name)(x, (2, 3))")
            }
        }
    }
}

extension Builtin {
    /// The same command, where PyTorch or NumPy makes a number of what is given: a text that is none is a
    /// ValueError, anything else a TypeError.
    func readingNumbers(_ names: Set<String>) -> Builtin {
        raisingWrongTypes(as: "ValueError") { names.contains($0.name) && $1.text != nil }
    }
}
