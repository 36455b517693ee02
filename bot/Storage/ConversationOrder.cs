namespace Assistant.Bot.Storage;

/// <summary>Lets one message of a conversation in at a time, in the order they came; conversations do not wait for each other.</summary>
internal sealed class ConversationOrder
{
    private readonly Dictionary<string, Line> lines = [];

    /// <summary>Waits for a place.</summary>
    /// <param name="conversationId">Conversation.</param>
    /// <param name="key">What tells this message from its repetitions; null for one that says nothing, such as an arrival.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IDisposable> WaitAsync(string conversationId, string? key, CancellationToken cancellation)
    {
        Line line;
        lock (lines)
        {
            line = lines.TryGetValue(conversationId, out var there) ? there : lines[conversationId] = new Line();
            line.People++;
            if (key is not null)
                line.Waiting.Add(key);
        }

        try
        {
            await line.Gate.WaitAsync(cancellation);
        }
        catch
        {
            Forget(line, key);
            Leave(conversationId, line);
            throw;
        }

        Forget(line, key);
        return new Place(() =>
        {
            line.Gate.Release();
            Leave(conversationId, line);
        });
    }

    /// <summary>Messages of a conversation that have come in meanwhile and wait.</summary>
    public IReadOnlyList<string> WaitingIn(string conversationId)
    {
        lock (lines)
            return lines.TryGetValue(conversationId, out var line) ? [.. line.Waiting] : [];
    }

    private void Forget(Line line, string? key)
    {
        lock (lines)
            line.Waiting.Remove(key ?? "");
    }

    private void Leave(string conversationId, Line line)
    {
        lock (lines)
        {
            if (--line.People == 0)
            {
                lines.Remove(conversationId);
                line.Gate.Dispose();
            }
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public List<string> Waiting { get; } = [];

        public int People { get; set; }
    }

    private sealed class Place(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
