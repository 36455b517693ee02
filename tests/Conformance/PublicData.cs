using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Assistant.Tests.Conformance;

/// <summary>Public data sets that are read where they lie: the folder is the setting <c>Conformance:Data</c>.</summary>
public static class PublicData
{
    /// <summary>The entries of a set; skips the test where the data is not at hand, in CI too.</summary>
    public static List<JsonElement> Entries(string set) => [.. JsonDocument.Parse(File.ReadAllText(FileOf(set))).RootElement.EnumerateArray()];

    /// <summary>The same of a file whose lists have names.</summary>
    public static JsonElement Named(string set) => JsonDocument.Parse(File.ReadAllText(FileOf(set))).RootElement;

    /// <summary>The same of a file with one entry a line.</summary>
    public static List<JsonElement> Lines(string set) => [.. File.ReadLines(FileOf(set)).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The same of a file with tab-separated cells.</summary>
    public static List<string[]> Rows(string set) => [.. File.ReadLines(FileOf(set)).Select(line => line.Split('\t')).Where(cells => cells.Length >= 2)];

    /// <summary>The lines of a file.</summary>
    public static IEnumerable<string> Text(string set) => File.ReadLines(FileOf(set));

    private static string FileOf(string set)
    {
        var file = Path.Combine(new ConfigurationBuilder().AddEnvironmentVariables().Build()["Conformance:Data"] ?? "", set);
        Assert.SkipUnless(File.Exists(file), "skipped: no data");
        return file;
    }

    /// <summary>A text member.</summary>
    public static string Text(this JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
}
