using System.Net.Mime;
using System.Text.Json;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;
using Microsoft.AspNetCore.Http.Features;

namespace Assistant.Bot.Channels;

/// <summary>Files a person sends: kept encrypted under the conversation's key, within limits of size, number and kind.</summary>
public sealed class DirectLineUploads(Store store, Vault vault, ILinks links, BankClock clock, DirectLineSettings settings)
{
    private const int MostPerRequest = 4;
    private static readonly string[] Kinds = ["image/jpeg", "image/png", "image/webp", "application/pdf", "text/plain"];

    /// <summary>Takes a multipart upload, or one raw file, and posts it as a message.</summary>
    public async Task<IResult> UploadAsync(HttpContext http, string id, DirectLine line)
    {
        var (caller, refusal) = await line.CallerOfAsync(http, id);
        if (caller is null)
            return refusal!;
        // Files have limits of their own, above those of other requests.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = ((long)settings.UploadBytes * MostPerRequest) + (1024 * 1024);
        var (activity, files, wrong) = http.Request.HasFormContentType ? await FormAsync(http) : await RawAsync(http);
        wrong ??= Wrong(files, id);
        if (wrong is not null)
            return DirectLine.Error(400, "BadArgument", wrong);
        activity.Type ??= "message";
        activity.From ??= new() { Id = http.Request.Query["userId"] };
        activity.Attachments = [.. await Task.WhenAll(files.Select(file => KeepAsync(id, file)))];
        return await line.RunAsync(http, id, caller, activity);
    }

    /// <summary>Gives a file back, to whoever holds its signed link.</summary>
    public async Task<IResult> DownloadAsync(HttpContext http, string uploadId)
    {
        await Task.CompletedTask;
        if (!links.Opens(http.Request.Path + http.Request.QueryString))
            return DirectLine.Error(403, "Forbidden", "The link has expired.");
        var row = store.Read(db => db.QuerySingleOrDefault<(string ContentType, byte[] Content, byte[] Wrapped)?>("""
            SELECT u.content_type, u.sealed_content, v.wrapped_key FROM uploads u JOIN vault v ON v.subject = 'conversation:' || u.conversation_id WHERE u.upload_id = @uploadId
            """, new { uploadId }));
        if (row is not { } file)
            return DirectLine.Error(404, "NotFound", "There is no such file.");
        http.Response.Headers.ContentDisposition = "attachment";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Bytes(Vault.Unseal(vault.Unwrap(file.Wrapped), file.Content), file.ContentType);
    }

    private string? Wrong(IReadOnlyList<UploadedFile> files, string id)
    {
        if (files.Count == 0)
            return "The upload holds no file.";
        if (files.FirstOrDefault(file => file.Content.Length > settings.UploadBytes) is not null)
            return $"A file is larger than {settings.UploadBytes / 1024 / 1024} MiB.";
        if (files.FirstOrDefault(file => !Kinds.Contains(file.ContentType)) is { } strange)
            return $"Files of the kind '{strange.ContentType}' are not taken; send {string.Join(", ", Kinds)}.";
        var already = store.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM uploads WHERE conversation_id = @id", new { id }));
        return already + files.Count > settings.UploadsPerConversation ? $"A conversation takes at most {settings.UploadsPerConversation} files." : null;
    }

    private async Task<(Activity, IReadOnlyList<UploadedFile>, string?)> FormAsync(HttpContext http)
    {
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var activity = new Activity();
            var files = new List<UploadedFile>();
            foreach (var part in form.Files)
            {
                if (part.Length > settings.UploadBytes)
                    return (activity, [], $"A file is larger than {settings.UploadBytes / 1024 / 1024} MiB.");
                using var content = new MemoryStream();
                await part.CopyToAsync(content, http.RequestAborted);
                // Web Chat sends the message itself as a part of this type, before the files.
                if (part.ContentType == "application/vnd.microsoft.activity")
                    activity = JsonSerializer.Deserialize<Activity>(content.ToArray(), Json.Options) ?? activity;
                else
                    files.Add(new(part.FileName, Kind(part.ContentType), content.ToArray()));
            }

            return (activity, files, null);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or BadHttpRequestException)
        {
            return (new Activity(), [], "The upload cannot be read: " + e.Message);
        }
    }

    private async Task<(Activity, IReadOnlyList<UploadedFile>, string?)> RawAsync(HttpContext http)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > settings.UploadBytes)
                return (new Activity(), [], $"A file is larger than {settings.UploadBytes / 1024 / 1024} MiB.");
        }

        var name = http.Request.Headers.ContentDisposition.ToString() is { Length: > 0 } header && TryDisposition(header) is { FileName: { } given } ? given : "file";
        return (new Activity(), [new(name, Kind(http.Request.ContentType ?? ""), content.ToArray())], null);
    }

    private static ContentDisposition? TryDisposition(string header)
    {
        try
        {
            return new ContentDisposition(header);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Kind(string contentType) => contentType.Split(';')[0].Trim().ToLowerInvariant();

    private async Task<Attachment> KeepAsync(string conversationId, UploadedFile file)
    {
        var uploadId = DirectLineTokens.NewId("u_");
        await store.WriteAsync(db =>
        {
            var key = vault.Unwrap(db.QuerySingle<byte[]>("SELECT wrapped_key FROM vault WHERE subject = 'conversation:' || @conversationId", new { conversationId }));
            db.Execute("INSERT INTO uploads (upload_id, conversation_id, content_type, sealed_name, sealed_content, at) VALUES (@uploadId, @conversationId, @ContentType, @name, @content, @at)",
                new { uploadId, conversationId, file.ContentType, name = Vault.SealText(key, file.Name), content = Vault.Seal(key, file.Content), at = Store.Time(clock.Now) });
        });
        return new Attachment { ContentType = file.ContentType, Name = file.Name, ContentUrl = links.Sign($"/v3/directline/attachments/{uploadId}") };
    }

    private sealed record UploadedFile(string Name, string ContentType, byte[] Content);
}
