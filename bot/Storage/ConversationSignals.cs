using System.Collections.Concurrent;

namespace Assistant.Bot.Storage;

/// <summary>Tells whoever watches a conversation that it has something new.</summary>
public sealed class ConversationSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new();

    /// <summary>
    /// A task that ends at the next change. Take it before reading what is there, or a change in between is missed.
    /// </summary>
    public Task Next(string conversationId) =>
        waiting.GetOrAdd(conversationId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Hears of every change, at once and on the thread that made it; must not take long.</summary>
    public event Action<string>? OnChange;

    /// <summary>The conversation has something new.</summary>
    public void Changed(string conversationId)
    {
        OnChange?.Invoke(conversationId);
        if (waiting.TryRemove(conversationId, out var watchers))
            watchers.SetResult();
    }
}
