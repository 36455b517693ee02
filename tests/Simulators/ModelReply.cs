namespace Assistant.Tests.Simulators;

/// <summary>What the simulated model endpoint does with a request the wire's rules let through.</summary>
public abstract record ModelReply
{
    private ModelReply() { }

    /// <summary>Text. The finish reason is stop, length, content_filter or whatever a test wants to see its client meet.</summary>
    public sealed record Says(string Content, string Finish = "stop") : ModelReply;

    /// <summary>Calls of tools, in order; the arguments are sent as they stand, JSON or not.</summary>
    public sealed record Calls(params (string Name, string Arguments)[] Tools) : ModelReply
    {
        /// <summary>The finish reason; a service says stop where the request forced one tool.</summary>
        public string Finish { get; init; } = "tool_calls";
    }

    /// <summary>A refusal: words in the refusal, none in the content.</summary>
    public sealed record Refuses(string Words) : ModelReply;

    /// <summary>Azure's content filter met the request: 400 with the results of the filter.</summary>
    public sealed record Filtered : ModelReply;

    /// <summary>An error with the body the service gives with this status.</summary>
    /// <param name="Status">400, 401, 403, 404, 408, 429, 500, 502 or 503.</param>
    /// <param name="RetryAfter">Sent in seconds rounded up, and in milliseconds too where that is not the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another status, or a negative time.</exception>
    public sealed record Fails(int Status, TimeSpan? RetryAfter = null) : ModelReply
    {
        /// <summary>The status.</summary>
        public int Status { get; } = ModelErrors.Statuses.Contains(Status) ? Status : throw new ArgumentOutOfRangeException(nameof(Status), Status, "No error of the service has this status.");

        /// <summary>When to come again; null says nothing of it.</summary>
        public TimeSpan? RetryAfter { get; } = RetryAfter is null || RetryAfter >= TimeSpan.Zero ? RetryAfter : throw new ArgumentOutOfRangeException(nameof(RetryAfter), RetryAfter, "A time to wait is not negative.");
    }

    /// <summary>Waits before the first byte, then replies; ends when the client goes away.</summary>
    public sealed record Slow(TimeSpan By, ModelReply Then) : ModelReply;

    /// <summary>Sends the beginning and then nothing, until the client goes away.</summary>
    public sealed record Stalls(string Start) : ModelReply;

    /// <summary>Text that met its limit of tokens: finish reason length.</summary>
    public sealed record Truncated(string Content) : ModelReply;

    /// <summary>Sends this content and closes the connection before the body or the stream is over.</summary>
    public sealed record CutOff(string Content) : ModelReply;

    /// <summary>200 with this as the whole body, called JSON, streaming or not.</summary>
    public sealed record Malformed(string Body) : ModelReply;

    /// <summary>200 with the page of a proxy in between.</summary>
    public sealed record Html : ModelReply;

    /// <summary>200 with no body at all.</summary>
    public sealed record Empty : ModelReply;

    /// <summary>A completion whose list of choices is empty.</summary>
    public sealed record NoChoices : ModelReply;

    /// <summary>A message with neither content nor refusal nor tools.</summary>
    public sealed record NullContent : ModelReply;
}
