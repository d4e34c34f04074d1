import Bindings
import Lab
import Language
import Plots

/// Turns what a cell displays into text.
public enum FigureText {
    /// The figure as text, or the object's repr where it is no figure; ends in a line feed.
    public static func text(_ object: any ScriptObject, options: RenderOptions) -> String {
        if let figure = (object as? FigureObject)?.figure { return render(figure, options: options) }
        return ((try? object.repr()) ?? "<\(object.typeName)>") + "\n"
    }

    /// As in the `output` fence of a lesson: 80 columns, no colour, the same on every machine.
    public static func plain(_ object: any ScriptObject) -> String {
        text(object, options: RenderOptions())
    }
}
