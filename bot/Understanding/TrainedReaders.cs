using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Understanding;

/// <summary>
/// The readers trained on the examples, as one file beside the program. The build makes it (<c>train</c>); a start only reads it, and stops
/// where the examples have changed since.
/// </summary>
public sealed class TrainedReaders
{
    /// <summary>Changes with every change of how the readers are trained or written.</summary>
    public const byte Version = 3;

    private const string FileName = "understanding.reader";
    private const int IntentBits = 17;
    private const int DangerBits = 17;
    private static readonly Lock Loading = new();
    private static TrainedReaders? last;

    private TrainedReaders(string hash, IntentReader intents, DangerReader dangers, IReadOnlyDictionary<string, string> risks)
    {
        Hash = hash;
        Intents = intents;
        Dangers = dangers;
        Risks = risks;
    }

    /// <summary>Hash of the examples they were trained on.</summary>
    public string Hash { get; }

    /// <summary>What people want.</summary>
    public IntentReader Intents { get; }

    /// <summary>Whether they are in danger.</summary>
    public DangerReader Dangers { get; }

    /// <summary>Risk of each intent, R0 to R3.</summary>
    public IReadOnlyDictionary<string, string> Risks { get; }

    /// <summary>Where the build keeps them.</summary>
    public static string BesideProgram => Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>The readers of the examples as they stand.</summary>
    /// <exception cref="PromptException">The examples are wrong, or were changed after the build.</exception>
    public static TrainedReaders Load(PromptFolder prompts)
    {
        lock (Loading)
        {
            var hash = IntentExamples.HashOf(prompts);
            if (last?.Hash == hash)
                return last;
            if (ReadFile(BesideProgram, hash) is { } found)
                return last = found;
            // What is wrong with the files is worth more than that they are new.
            IntentExamples.Read(prompts);
            throw new PromptException("prompts/understanding", 1, "the examples are newer than what was learned from them; run: dotnet run --project bot -- train");
        }
    }

    /// <summary>Trains on the examples as they stand and keeps the readers in a file; does nothing where the file is of the same examples.</summary>
    /// <param name="prompts">The examples.</param>
    /// <param name="path">The file.</param>
    /// <param name="cache">A folder where what was trained before is found by its hash, or null.</param>
    /// <returns>Whether anything had to be trained.</returns>
    /// <exception cref="PromptException">The examples are wrong.</exception>
    public static bool Train(PromptFolder prompts, string path, string? cache)
    {
        var hash = IntentExamples.HashOf(prompts);
        if (HasHash(path, hash))
            return false;
        var kept = cache is null ? null : Path.Combine(cache, $"{hash[..16]}.reader");
        if (kept is not null && HasHash(kept, hash))
        {
            File.Copy(kept, path, overwrite: true);
            return false;
        }

        var examples = IntentExamples.Read(prompts);
        var readers = new TrainedReaders(hash, IntentReader.Train(examples.Intents, IntentBits), DangerReader.Train(examples.Dangers, examples.Ordinary, DangerBits), examples.Risks);
        readers.WriteFile(path);
        if (kept is not null)
        {
            Directory.CreateDirectory(cache!);
            File.Copy(path, kept, overwrite: true);
        }

        return true;
    }

    private static bool HasHash(string path, string hash)
    {
        if (!File.Exists(path))
            return false;
        using var from = new BinaryReader(File.OpenRead(path));
        return from.ReadString() == hash;
    }

    private static TrainedReaders? ReadFile(string path, string hash)
    {
        if (!HasHash(path, hash))
            return null;
        using var from = new BinaryReader(File.OpenRead(path));
        from.ReadString();
        var risks = Enumerable.Range(0, from.ReadInt32()).ToDictionary(_ => from.ReadString(), _ => from.ReadString());
        return new(hash, IntentReader.Load(from), DangerReader.Load(from), risks);
    }

    /// <summary>Written aside and moved, so that nobody reads half of it.</summary>
    private void WriteFile(string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        using (var to = new BinaryWriter(File.Create(draft)))
        {
            to.Write(Hash);
            to.Write(Risks.Count);
            foreach (var (intent, risk) in Risks)
            {
                to.Write(intent);
                to.Write(risk);
            }

            Intents.Save(to);
            Dangers.Save(to);
        }

        File.Move(draft, path, overwrite: true);
    }
}
