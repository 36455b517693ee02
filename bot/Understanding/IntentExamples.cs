using System.Diagnostics;
using System.Security.Cryptography;
using Assistant.Bot.Prompts;
using Assistant.Skills.Language;

namespace Assistant.Bot.Understanding;

/// <summary>
/// What people say, by intent: the files <c>prompts/understanding/&lt;intent&gt;.yaml</c>, checked at start, and the reader trained on them. Training is
/// done once for each state of the files and kept beside the program.
/// </summary>
public sealed class IntentExamples
{
    private const int LeastChinese = 16;
    private const int LeastEnglish = 10;
    private const int Bits = 15;
    private static readonly Lock Training = new();
    private static (string Hash, LinearReader Reader)? trained;
    private static IntentExamples? last;

    private IntentExamples(IReadOnlyList<(string Intent, string Text)> all, string hash)
    {
        All = all;
        Hash = hash;
    }

    /// <summary>Every example with its intent; the hard negatives among them, under what they mean.</summary>
    public IReadOnlyList<(string Intent, string Text)> All { get; }

    /// <summary>SHA-256 of all files, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static IntentExamples Read(PromptFolder prompts)
    {
        var files = prompts.Files("understanding", "*.yaml").Where(file => file.Name != "prompts/understanding/patterns.yaml").ToList();
        using var hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hashing.AppendData(System.Text.Encoding.UTF8.GetBytes(file.Name));
            hashing.AppendData(File.ReadAllBytes(file.Path));
        }

        // The same files have been checked before in this process.
        var hash = Convert.ToHexStringLower(hashing.GetHashAndReset());
        if (last is { } same && same.Hash == hash)
            return same;
        var intents = files.Select(file => Path.GetFileNameWithoutExtension(file.Path)).ToHashSet();
        var all = new List<(string, string)>();
        var seen = new Dictionary<string, string>();
        foreach (var file in files)
        {
            var yaml = Yaml.Read(file.Path, file.Name).Only("intent", "risk", "zh", "en", "near");
            var intent = yaml["intent"].Text;
            if (intent != Path.GetFileNameWithoutExtension(file.Path))
                throw yaml["intent"].Wrong($"the file of '{intent}' is {intent}.yaml.");
            foreach (var (locale, least) in new[] { ("zh", LeastChinese), ("en", LeastEnglish) })
            {
                if (yaml[locale].Items.Count() < least)
                    throw yaml[locale].Wrong($"at least {least} examples are needed.");
                foreach (var example in yaml[locale].Items)
                    Add(intent, example);
            }

            foreach (var near in yaml["near"].Items)
            {
                near.Only("text", "means");
                if (!intents.Contains(near["means"].Text))
                    throw near["means"].Wrong($"there are no examples of '{near["means"].Text}'.");
                Add(near["means"].Text, near["text"]);
            }
        }

        return last = new(all, hash);

        void Add(string intent, Yaml example)
        {
            if (!seen.TryAdd(example.Text, intent))
            {
                if (seen[example.Text] != intent)
                    throw example.Wrong($"this sentence stands under '{seen[example.Text]}' as well; one of the two is wrong.");
                return;
            }

            all.Add((intent, example.Text));
        }
    }

    /// <summary>The reader of these examples, from the folder beside the program where it was trained before.</summary>
    public LinearReader Reader()
    {
        lock (Training)
        {
            if (trained is { } known && known.Hash == Hash)
                return known.Reader;
            var path = Path.Combine(AppContext.BaseDirectory, $"understanding-{Hash[..16]}.bin");
            var reader = Load(path);
            if (reader is null)
            {
                reader = LinearReader.Train(All, Bits);
                Save(reader, path);
            }

            trained = (Hash, reader);
            return reader;
        }
    }

    private static LinearReader? Load(string path)
    {
        if (!File.Exists(path))
            return null;
        using var from = new BinaryReader(File.OpenRead(path));
        return LinearReader.Load(from);
    }

    /// <summary>Several processes may train at once; whoever is last wins, and all wrote the same.</summary>
    private static void Save(LinearReader reader, string path)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        try
        {
            using (var to = new BinaryWriter(File.Create(draft)))
                reader.Save(to);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception readOnly) when (readOnly is UnauthorizedAccessException or IOException)
        {
            // A folder that may not be written costs a second of training at each start, nothing else.
            Trace.TraceInformation("{0} could not be kept: {1}", path, readOnly.Message);
        }
    }
}
