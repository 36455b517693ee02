namespace Assistant.Bot.Storage;

/// <summary>Lets one message of a conversation in at a time, in the order they came; conversations do not wait for each other.</summary>
internal sealed class ConversationOrder
{
    private readonly Dictionary<string, Line> lines = [];

    public async Task<IDisposable> WaitAsync(string conversationId, CancellationToken cancellation)
    {
        Line line;
        lock (lines)
        {
            line = lines.TryGetValue(conversationId, out var there) ? there : lines[conversationId] = new Line();
            line.People++;
        }

        try
        {
            await line.Gate.WaitAsync(cancellation);
        }
        catch
        {
            Leave(conversationId, line);
            throw;
        }

        return new Place(() =>
        {
            line.Gate.Release();
            Leave(conversationId, line);
        });
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

        public int People { get; set; }
    }

    private sealed class Place(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
