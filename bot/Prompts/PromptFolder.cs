namespace Assistant.Bot.Prompts;

/// <summary>A file of the folder: where it is and what complaints call it.</summary>
public sealed record PromptFile(string Path, string Name);

/// <summary>The folder <c>prompts/</c>: words and rules as data.</summary>
public sealed class PromptFolder(string root)
{
    /// <summary>The folder the product runs in: the repository, or the published folder. It holds <c>prompts/</c>.</summary>
    public string Root { get; } = root;

    /// <summary>Styles, scripts and pictures of the pages: in <c>bot/</c> in the repository, beside the program once published.</summary>
    public string WebRoot => Path.Combine(Root, Directory.Exists(Path.Combine(Root, "bot", "wwwroot")) ? Path.Combine("bot", "wwwroot") : "wwwroot");

    /// <summary>
    /// Finds the folder: the working directory when it has <c>prompts/</c>, else the nearest one upwards from the program.
    /// </summary>
    public static PromptFolder Find()
    {
        if (Directory.Exists(Path.Combine(Directory.GetCurrentDirectory(), "prompts")))
            return new(Directory.GetCurrentDirectory());
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "prompts")))
                return new(folder.FullName);
        }

        throw new DirectoryNotFoundException("The folder prompts/ was not found: start in the repository, or keep it beside the program.");
    }

    /// <summary>One file that must be there.</summary>
    public PromptFile File(string name)
    {
        var path = Path.Combine(Root, "prompts", name);
        return System.IO.File.Exists(path) ? new(path, "prompts/" + name) : throw new PromptException("prompts/" + name, 1, "the file is missing.");
    }

    /// <summary>Files of a folder itself, by name.</summary>
    public IReadOnlyList<PromptFile> Files(string folder, string pattern)
    {
        var path = Path.Combine(Root, "prompts", folder);
        return Directory.Exists(path)
            ? [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal).Select(file => new PromptFile(file, $"prompts/{folder}/{Path.GetFileName(file)}"))]
            : throw new PromptException("prompts/" + folder, 1, "the folder is missing.");
    }
}
