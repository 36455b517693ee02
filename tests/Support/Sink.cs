using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assistant.Tests.Support;

/// <summary>A server that takes whatever is posted to it, and answers as it is told to.</summary>
public sealed class Sink : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<int> answers = new();
    private readonly ConcurrentQueue<SinkPost> posts = new();

    private Sink(WebApplication app)
    {
        this.app = app;
        app.Map("/{**path}", TakeAsync);
    }

    public string Base => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<SinkPost> Posts => [.. posts];

    public static async Task<Sink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new Sink(builder.Build());
        await sink.app.StartAsync();
        return sink;
    }

    /// <summary>Answers the next posts with these; 200 after them. 0 drops the connection after taking it.</summary>
    public void AnswerNext(params int[] statuses)
    {
        foreach (var status in statuses)
            answers.Enqueue(status);
    }

    /// <summary>Waits until so many have come that fit.</summary>
    public async Task<IReadOnlyList<SinkPost>> WaitAsync(int count, Func<SinkPost, bool>? which = null)
    {
        for (var until = Environment.TickCount64 + 60_000; Environment.TickCount64 < until;)
        {
            if (Posts.Where(which ?? (_ => true)).ToList() is var there && there.Count >= count)
                return there;
            await Task.Delay(20);
        }

        throw new TimeoutException($"{count} posts were awaited; {Posts.Count} came: {string.Join(" | ", Posts.Select(post => post.Body))}");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        posts.Enqueue(new(http.Request.Path, await reader.ReadToEndAsync(), http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        if (answers.TryDequeue(out var status) && status == 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = status == 0 ? (int)HttpStatusCode.OK : status;
    }
}

/// <summary>One request.</summary>
public sealed record SinkPost(string Path, string Body, IReadOnlyDictionary<string, string> Headers);
