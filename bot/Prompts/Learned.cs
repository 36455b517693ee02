using System.Security.Cryptography;
using System.Text;

namespace Assistant.Bot.Prompts;

/// <summary>
/// Something trained on files of <c>prompts/</c>, kept as one file beside the program. The build makes it (<c>train</c>); a start only reads it, and
/// stops where the files have changed since.
/// </summary>
/// <param name="name">Name of the file, without its ending.</param>
/// <param name="version">Changes with every change of how it is trained or written.</param>
/// <param name="files">What it is trained on.</param>
/// <param name="train">Trains; says what is wrong with the files by a <see cref="PromptException"/>.</param>
/// <param name="save">Writes it.</param>
/// <param name="load">Reads what was written.</param>
public sealed class Learned<T>(
    string name, int version, Func<PromptFolder, IEnumerable<PromptFile>> files, Func<PromptFolder, T> train, Action<T, BinaryWriter> save, Func<BinaryReader, T> load)
    where T : class
{
    private readonly Lock loading = new();
    private (string Hash, T Value)? last;

    /// <summary>Name of the file.</summary>
    public string Name => name;

    private string Path => System.IO.Path.Combine(AppContext.BaseDirectory, $"{name}.reader");

    /// <summary>What was learned of the files as they stand.</summary>
    /// <exception cref="PromptException">The files are wrong, or were changed after the build.</exception>
    public T Load(PromptFolder prompts)
    {
        lock (loading)
        {
            var hash = HashOf(prompts);
            if (last is { } known && known.Hash == hash)
                return known.Value;
            if (!HasHash(Path, hash))
            {
                // What is wrong with the files is worth more than that they are new.
                train(prompts);
                throw new PromptException("prompts", 1, $"the sentences of '{name}' are newer than what was learned from them; run: dotnet run --project bot -- train");
            }

            using var from = new BinaryReader(File.OpenRead(Path));
            from.ReadString();
            last = (hash, load(from));
            return last.Value.Value;
        }
    }

    /// <summary>Trains on the files as they stand and keeps the result; does nothing where what is kept is of the same files.</summary>
    /// <param name="prompts">The files.</param>
    /// <param name="cache">A folder where what was trained before is found by its hash, or null.</param>
    /// <returns>Whether anything had to be trained.</returns>
    /// <exception cref="PromptException">The files are wrong.</exception>
    public bool Train(PromptFolder prompts, string? cache)
    {
        var hash = HashOf(prompts);
        if (HasHash(Path, hash))
            return false;
        var kept = cache is null ? null : System.IO.Path.Combine(cache, $"{name}.{hash[..16]}.reader");
        if (kept is not null && HasHash(kept, hash))
        {
            File.Copy(kept, Path, overwrite: true);
            return false;
        }

        Write(hash, train(prompts));
        if (kept is not null)
        {
            Directory.CreateDirectory(cache!);
            File.Copy(Path, kept, overwrite: true);
        }

        return true;
    }

    /// <summary>SHA-256 of the files as they stand, with the version of what is made of them.</summary>
    private string HashOf(PromptFolder prompts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(version));
        foreach (var file in files(prompts))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Name));
            hash.AppendData(File.ReadAllBytes(file.Path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool HasHash(string path, string hash)
    {
        if (!File.Exists(path))
            return false;
        using var from = new BinaryReader(File.OpenRead(path));
        return from.ReadString() == hash;
    }

    /// <summary>Written aside and moved, so that nobody reads half of it.</summary>
    private void Write(string hash, T value)
    {
        var draft = $"{Path}.{Environment.ProcessId}";
        using (var to = new BinaryWriter(File.Create(draft)))
        {
            to.Write(hash);
            save(value, to);
        }

        File.Move(draft, Path, overwrite: true);
    }
}
