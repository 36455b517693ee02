namespace Assistant.Tests.Support;

/// <summary>Where the repository lies, and what this machine has.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>In CI what a test needs must be there: its absence is a failure, not a skip.</summary>
    public static bool IsCi => Environment.GetEnvironmentVariable("CI") is { Length: > 0 };

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Skips with a reason on a developer's machine, fails in CI.</summary>
    public static void Need(bool there, string reason)
    {
        if (!there && IsCi)
            Assert.Fail("missing in CI: " + reason);
        Assert.SkipUnless(there, "skipped: " + reason);
    }

    public static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Assistant.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("Assistant.sln was not found above the tests.");
    }
}
